"""Every visible string can be translated: templates by reading them, Python by the calls that make words visible."""

import ast
import re

from django.template.base import Lexer, TokenType

from tests.databases import ROOT

SOURCE = ROOT / "src" / "iop"
# A page of samples for people who build screens; nobody in a center sees it.
BESIDE = {"components.html"}
# Names, and marks that are the same in every language.
SAME_EVERYWHERE = {"OpenIOP", "CSV"}
VISIBLE = "title|placeholder|alt|aria-label|label|caption|say|sub|word|words|note|unit|legend|question|deed|keep|what|here|hint"

# Blocks that hold names of classes.
CLASS_NAMES = re.compile(r"block (narrow|body_class|main_class)$")
UNSEEN = re.compile(r"<!--.*?-->|<script\b.*?</script>|<style\b.*?</style>|<kbd\b.*?</kbd>|<c-vars\b.*?/>", re.S)
ATTRIBUTE = re.compile(rf'\s(?:{VISIBLE})="([^"]*)"')
TAG = re.compile(r"<[^>]*>")
ENTITY = re.compile(r"&#?\w+;")
WORD = re.compile(r"[^\W\d_]{2,}")


def bare_words(template):
    """Words between the tags, or in attributes people see or hear, that stand outside a translation."""
    text = UNSEEN.sub(" ", outside_translation(template))
    seen = [*ATTRIBUTE.findall(text), TAG.sub(" ", text)]
    return [word for part in seen for word in WORD.findall(ENTITY.sub(" ", part)) if word not in SAME_EVERYWHERE]


def outside_translation(template):
    """The template's own text; what tags and variables print is replaced by a digit."""
    kept, hidden = [], ""
    for token in Lexer(template).tokenize():
        command = token.contents.split()[0] if token.token_type is TokenType.BLOCK and token.contents else ""
        if hidden:
            hidden = "" if command == f"end{hidden}" else hidden
        elif command in {"blocktranslate", "comment"}:
            hidden = command
        elif CLASS_NAMES.match(token.contents):
            hidden = "block"
        else:
            kept.append(token.contents if token.token_type is TokenType.TEXT else "0")
    return "".join(kept)


def test_the_reader_finds_bare_words_and_nothing_else():
    assert bare_words('<p class="big">{% translate "Hello" %} {{ name }}</p><!-- note -->') == []
    assert bare_words("{% blocktranslate trimmed %}Hello {{ name }}{% endblocktranslate %} &nbsp; 9:00 <b>x</b>") == []
    assert bare_words("<p>Hello {{ name }}</p>") == ["Hello"]
    assert bare_words('<input placeholder="Find a client" name="find">') == ["Find", "client"]
    assert bare_words('<c-empty say="Nothing here" />{# Hello #}') == ["Nothing", "here"]


def test_templates_say_nothing_outside_gettext():
    found = {
        str(path.relative_to(SOURCE)): bare_words(path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.glob("**/templates/**/*"))
        if path.suffix in {".html", ".txt"} and path.name not in BESIDE
    }
    assert {name: words for name, words in found.items() if words} == {}


# What a call shows: the position or the name of the argument that people read.
SHOWN_BY_CALL = {
    **dict.fromkeys(["success", "info", "warning", "error"], 1),
    "ValidationError": 0,
    "add_error": 1,
}
SHOWN_BY_NAME = {"label", "help_text", "empty_label"}


def bare_strings(tree, *, is_form):
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        owner = getattr(getattr(node.func, "value", None), "id", "")
        position = SHOWN_BY_CALL.get(name)
        if position is not None and (owner == "messages" or name in {"ValidationError", "add_error"}):
            yield from (part for part in node.args[position : position + 1] if is_words(part))
        if is_form:
            yield from (part.value for part in node.keywords if part.arg in SHOWN_BY_NAME and is_words(part.value))


def is_words(node):
    text = node.value if isinstance(node, ast.Constant) else "words" if isinstance(node, ast.JoinedStr) else ""
    return isinstance(text, str) and bool(WORD.search(text))


def test_messages_mistakes_and_labels_go_through_gettext():
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE)
        if not {"migrations", "tests", "command", "core"} & set(name.parts):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found += [f"{name}:{node.lineno}" for node in bare_strings(tree, is_form="forms" in str(name))]
    assert found == []
