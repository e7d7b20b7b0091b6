# SPDX-License-Identifier: Apache-2.0
"""What our pages use of a browser, read with real parsers: tinycss2, html5lib and tree-sitter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import html5lib
import tinycss2
import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

Use = tuple[str, str]
"""A table of browser_features.toml and a name in it."""
JAVASCRIPT = Parser(Language(tree_sitter_javascript.language()))
WITH_RULES = {"media", "supports", "layer", "container", "scope", "starting-style"}
NAMES_OURS = {"animation-name", "counter-increment", "counter-reset", "font-family", "grid-area", "grid-template-areas"}
BLOCKS = {"() block", "[] block", "{} block"}
JINJA_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
JINJA_STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)
JINJA_LEVEL = re.compile(r"(</?h)\{\{.*?\}\}")
JINJA_AFTER_NAME = re.compile(r"(<\w+)\{\{.*?\}\}", re.DOTALL)
JINJA_VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
ATTRIBUTE = re.compile(r"(?!data-|aria-|x$)[a-zA-Z][\w-]*")
FUNCTIONS = {"arrow_function", "function_declaration", "function_expression", "method_definition"}
FREE_FORM = re.compile(r"URLSearchParams|FormData|Map|.*\.(?:postMessage|stringify|assign|entries|keys|values)")
"""What takes an object with names of ours instead of options."""
TOKENS = {"??", "??=", "&&=", "||="}


# ---- CSS -------------------------------------------------------------------------------------------------------------


def used_by_style(text: str) -> set[Use]:
    """Properties, words, functions, units, selectors, rules and media features of a style sheet."""
    return set(_rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)))


def _rules(rules: Sequence[Any]) -> Iterator[Use]:
    for rule in rules:
        if rule.type == "qualified-rule":
            yield from _selector(rule.prelude)
            yield from _block(rule.content)
        elif rule.type == "at-rule":
            yield from _at_rule(rule)
        else:
            yield "css_syntax", f"fault: {rule.message}"


def _at_rule(rule: Any) -> Iterator[Use]:
    yield "css_rule", f"@{rule.lower_at_keyword}"
    if rule.lower_at_keyword == "media":
        yield from _media(rule.prelude)
    if rule.content is None:
        return
    if rule.lower_at_keyword in WITH_RULES:
        yield from _rules(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
    else:
        yield from _block(rule.content)


def _media(tokens: Sequence[Any]) -> Iterator[Use]:
    for token in tokens:
        if token.type == "() block":
            named = next((inner for inner in token.content if inner.type == "ident"), None)
            is_range = any(inner.type == "literal" and inner.value in "<>=" for inner in token.content)
            yield ("css_media", "range") if is_range or named is None else ("css_media", named.lower_value)
        elif token.type == "ident" and token.lower_value not in {"and", "not", "only", "or"}:
            yield "css_media", token.lower_value


def _block(content: Sequence[Any]) -> Iterator[Use]:
    for part in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if part.type == "declaration":
            if not part.name.startswith("--"):
                yield "css_property", part.lower_name
            names_ours = part.name.startswith("--") or part.lower_name in NAMES_OURS
            yield from (use for use in _value(part.value) if not (names_ours and use[0] == "css_keyword"))
        elif part.type == "at-rule":
            yield from _at_rule(part)
        elif part.type == "qualified-rule":
            yield "css_syntax", "a rule inside a rule"
        else:
            yield "css_syntax", f"fault: {part.message}"


def _value(tokens: Sequence[Any]) -> Iterator[Use]:
    for token in tokens:
        if token.type == "function":
            yield "css_function", token.lower_name
            if token.lower_name not in {"attr", "var", "counter", "counters"}:  # those name things of ours
                yield from _value(token.arguments)
        elif token.type in BLOCKS:
            yield from _value(token.content)
        else:
            yield from _plain(token)


def _plain(token: Any) -> Iterator[Use]:
    if token.type == "ident" and not token.value.startswith("--"):
        yield "css_keyword", token.lower_value
    elif token.type == "dimension":
        yield "css_unit", token.lower_unit
    elif token.type == "percentage":
        yield "css_unit", "%"
    elif token.type == "hash":
        yield "css_syntax", f"hash-{len(token.value)}"


def _selector(tokens: Sequence[Any]) -> Iterator[Use]:
    colons = ""
    for token in tokens:
        if token.type == "literal" and token.value == ":":
            colons += ":"
            continue
        if token.type == "literal" and token.value == "&":
            yield "css_selector", "&"
        if colons and token.type == "ident":
            yield "css_selector", colons + token.lower_value
        elif colons and token.type == "function":
            has_list = any(inner == "," for inner in token.arguments)
            yield "css_selector", f"{colons}{token.lower_name}({',' * has_list if token.lower_name == 'not' else ''})"
            yield from _selector(token.arguments)
        colons = ""


# ---- HTML ------------------------------------------------------------------------------------------------------------


def used_by_template(text: str) -> set[Use]:
    """Elements and attributes that a template writes itself."""
    markup = JINJA_STATEMENT.sub(" ", JINJA_COMMENT.sub("", text))
    markup = JINJA_VALUE.sub("x", JINJA_AFTER_NAME.sub(r"\1 ", JINJA_LEVEL.sub(r"\g<1>2", markup)))
    tree = html5lib.parseFragment(markup, treebuilder="etree", namespaceHTMLElements=False)
    return set(_elements(tree))


def _elements(tree: Any) -> Iterator[Use]:
    for node in tree.iter():
        if not isinstance(node.tag, str) or node.tag == "DOCUMENT_FRAGMENT":
            continue
        yield "html_element", node.tag.rpartition("}")[2].lower()
        for name in node.attrib:
            if isinstance(name, str) and ATTRIBUTE.fullmatch(name):
                yield "html_attribute", name.lower()


# ---- JavaScript ------------------------------------------------------------------------------------------------------


def used_by_script(source: bytes) -> set[Use]:
    """Syntax, globals, methods, properties, options and events of a script; what it declares itself is its own."""
    tree = JAVASCRIPT.parse(source).root_node
    nodes = list(_all(tree))
    uses = set(_syntax(tree, nodes))
    declared, own = _declared(nodes), _own_keys(nodes)
    for node in nodes:
        if node.type == "identifier" and _text(node) not in declared:
            uses.add(("js_global", _text(node)))
        elif node.type == "member_expression":
            uses |= set(_member(node, own))
        elif node.type in {"call_expression", "new_expression"}:
            uses |= set(_call(node, declared))
    return uses


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _all(child)


def _text(node: Node | None) -> str:
    return "" if node is None or node.text is None else node.text.decode()


def _syntax(tree: Node, nodes: Sequence[Node]) -> Iterator[Use]:
    if tree.has_error:
        yield "js_syntax", "fault"
    for node in nodes:
        if node.is_named or node.type in TOKENS:
            yield "js_syntax", node.type
        yield from (("js_syntax", name) for name, holds in PARTICULAR.items() if holds(node))


def _is_below(node: Node, kind: str) -> bool:
    return node.parent is not None and node.parent.type == kind


def _is_inside_a_function(node: Node) -> bool:
    above = node.parent
    while above is not None and above.type not in FUNCTIONS:
        above = above.parent
    return above is not None


# Syntax that is newer than the kind of its node.
PARTICULAR: dict[str, Callable[[Node], bool]] = {
    "catch without a name": lambda node: node.type == "catch_clause" and node.child_by_field_name("parameter") is None,
    "object spread": lambda node: node.type == "spread_element" and _is_below(node, "object"),
    "for await": lambda node: node.type == "await" and _is_below(node, "for_in_statement"),
    "await outside of functions": lambda node: node.type == "await_expression" and not _is_inside_a_function(node),
    "module": lambda node: node.type in {"import_statement", "export_statement", "import"},
}


NAMING = {
    "variable_declarator": "name",
    "function_declaration": "name",
    "class_declaration": "name",
    "catch_clause": "parameter",
    "for_in_statement": "left",
    "arrow_function": "parameter",
}


def _declared(nodes: Sequence[Node]) -> set[str]:
    names: set[str] = set()
    for node in nodes:
        named = node.child_by_field_name(NAMING[node.type]) if node.type in NAMING else None
        for place in (named, node if node.type == "formal_parameters" else None):
            if place is not None:
                kinds = {"identifier", "shorthand_property_identifier_pattern"}
                names |= {_text(inner) for inner in _all(place) if inner.type in kinds}
    return names


def _own_keys(nodes: Sequence[Node]) -> set[str]:
    keys = {_text(node.child_by_field_name("key")) for node in nodes if node.type == "pair"}
    return keys | {_text(node) for node in nodes if node.type == "shorthand_property_identifier"}


def _member(node: Node, own: set[str]) -> Iterator[Use]:
    name = _text(node.child_by_field_name("property"))
    if _text(node.child_by_field_name("object")).endswith("dataset"):
        return  # names of attributes, and so ours
    is_called = node.parent is not None and node.parent.type == "call_expression" and node.parent.children[0] == node
    if is_called:
        yield "js_method", name
    elif name not in own:
        yield "js_member", name


def _call(node: Node, declared: set[str]) -> Iterator[Use]:
    called = node.child_by_field_name("function") or node.child_by_field_name("constructor")
    arguments = node.child_by_field_name("arguments")
    if called is None or arguments is None or (called.type == "identifier" and _text(called) in declared):
        return
    for given in arguments.named_children:
        if given.type == "object" and not FREE_FORM.fullmatch(_text(called)):
            yield from (("js_option", key) for key in _keys(given))
    first = arguments.named_children[0] if arguments.named_children else None
    if _text(called).endswith("addEventListener") and first is not None and first.type == "string":
        yield "js_event", _text(first).strip("\"'")


def _keys(literal: Node) -> Iterator[str]:
    for part in literal.named_children:
        if part.type == "pair":
            key, value = part.child_by_field_name("key"), part.child_by_field_name("value")
            yield _text(key).strip("\"'")
            if _text(key) == "headers" and value is not None and value.type == "object":
                yield from _keys(value)
        elif part.type == "shorthand_property_identifier":
            yield _text(part)
