"""A center changes its program: sound text becomes a version, anything else is said line by line and kept."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from iop.core.policy import Role


@pytest.fixture
def director(cast):
    browser = Browser()
    browser.force_login(cast.users[Role.DIRECTOR], backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def definition(cast):
    with cast.acting():
        return cast.program.versions.latest("number").definition


def save(cast, browser, text, based_on=1):
    return browser.post(reverse("program_edit", args=[cast.program.public_id]), {"text": text, "based_on": based_on})


def numbers(cast):
    with cast.acting():
        return list(cast.program.versions.order_by("number").values_list("number", flat=True))


def test_settings_are_readable(cast, director):
    page = director.get(reverse("programs"), follow=True).content.decode()
    assert "Hours a week" in page


def test_broken_toml_names_its_line_and_keeps_the_text(cast, director):
    answer = save(cast, director, 'key = "waypoint"\nname = \n')
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Line 2:" in page
    assert "key = &quot;waypoint&quot;" in page
    assert numbers(cast) == [1]


def test_sound_text_becomes_the_next_version(cast, director):
    text = definition(cast).replace('name = "', 'name = "New ', 1)
    assert save(cast, director, text).status_code == 302
    assert numbers(cast) == [1, 2]
    assert definition(cast) == text


def test_same_text_twice_is_one_version(cast, director):
    text = definition(cast).replace('name = "', 'name = "New ', 1)
    save(cast, director, text)
    save(cast, director, text, based_on=2)
    assert numbers(cast) == [1, 2]


def test_second_of_two_editors_is_told_and_keeps_the_text(cast, director):
    original = definition(cast)
    save(cast, director, original.replace('name = "', 'name = "First ', 1))
    answer = save(cast, director, original.replace('name = "', 'name = "Second ', 1), based_on=1)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody saved version 2" in page
    assert "Second " in page
    assert "First " in page
    assert numbers(cast) == [1, 2]
