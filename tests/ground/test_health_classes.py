"""Every field of every model says what kind of fact it holds: no gap, no name of a field that is gone."""

from django.apps import apps

from iop.tenancy.classes import KINDS, classed, classes_of

# Other people's models, outside row security.
OTHERS = {
    "account.EmailAddress": classed(public="id user verified primary", identifying="email"),
    "account.EmailConfirmation": classed(public="id email_address created sent", identifying="key"),
    "mfa.Authenticator": classed(public="id user type created_at last_used_at", identifying="data"),
    "auth.Group": classed(public="id name permissions"),
    "auth.Permission": classed(public="id name content_type codename"),
    "axes.AccessAttempt": classed(
        public="id attempt_time http_accept path_info failures_since_start",
        identifying="user_agent ip_address username get_data post_data",
    ),
    "axes.AccessAttemptExpiration": classed(public="access_attempt expires_at"),
    "axes.AccessFailureLog": classed(
        public="id attempt_time http_accept path_info locked_out", identifying="user_agent ip_address username"
    ),
    "axes.AccessLog": classed(
        public="id attempt_time http_accept path_info logout_time session_hash",
        identifying="user_agent ip_address username",
    ),
    "contenttypes.ContentType": classed(public="id app_label model"),
    "sessions.Session": classed(public="expire_date", identifying="session_key session_data"),
    "procrastinate.ProcrastinateJob": classed(
        public="id queue_name task_name priority lock queueing_lock args status scheduled_at attempts abort_requested worker"
    ),
    "procrastinate.ProcrastinateEvent": classed(public="id job type at"),
    "procrastinate.ProcrastinatePeriodicDefer": classed(public="id task_name defer_timestamp job periodic_id"),
    "procrastinate.ProcrastinateWorker": classed(public="id last_heartbeat"),
}


def models():
    return apps.get_models(include_auto_created=False)


def declared(model):
    return classes_of(model) if model.__module__.startswith("iop.") else OTHERS.get(model._meta.label, {})


def fields(model):
    return {field.name for field in [*model._meta.concrete_fields, *model._meta.many_to_many]}


def test_every_field_has_a_class():
    gaps = {model._meta.label: sorted(fields(model) - declared(model).keys()) for model in models()}
    assert {label: names for label, names in gaps.items() if names} == {}


def test_no_class_names_a_field_that_is_gone():
    stale = {model._meta.label: sorted(declared(model).keys() - fields(model)) for model in models()}
    assert {label: names for label, names in stale.items() if names} == {}
    assert set(OTHERS) <= {model._meta.label for model in models()}


def test_the_classes_are_the_four():
    assert {kind for model in models() for kind in declared(model).values()} == set(KINDS)


def test_what_names_a_person_is_never_public():
    """Names, addresses, dates of birth and numbers people are known by."""
    telling = {"first_name", "last_name", "preferred_name", "birth_date", "email", "phone", "folded_name", "ip_address"}
    public = {
        f"{model._meta.label}.{name}"
        for model in models()
        for name, kind in declared(model).items()
        if name in telling and kind == "public"
    }
    assert public == set()
