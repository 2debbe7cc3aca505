"""Products and spellings: what cities write, and what it stands for."""

from typing import Any

import pandas as pd
import streamlit as st

from maturity.language import _
from maturity.rights import Actor
from maturity.rows import rows_of
from web.admin.doing import attempt
from web.services import administration, naming, opened, snapshot
from web.shared import filters, markup, messages, reasons


def show_products(actor: Actor) -> None:
    """Show the products, and the forms for another one and for a spelling."""
    reference = opened.reference()
    topics = snapshot.topics().set_index("topic_id")["topic_name"].to_dict()
    messages.answer(
        _("{products} products and {aliases} spellings are known.").format(
            products=len(reference.products), aliases=len(reference.aliases)
        )
    )
    with st.expander(_("Add a product"), expanded=True):
        _show_product_form(actor, topics)
    with st.expander(_("Let a spelling stand for a city or a question")):
        _show_alias_form(actor)
    with st.expander(_("All products")):
        rows = pd.DataFrame(
            {
                _("Product"): list(reference.products["name"]),
                _("Vendor"): list(reference.products["vendor"]),
                _("Topic"): [topics.get(topic_id, topic_id) for topic_id in reference.products["topic_id"]],
                _("Spellings"): [text.replace("|", ", ") for text in reference.products["spellings"]],
            }
        )
        markup.show(rows, caption=_("Products by which answers are compared."))


def _show_product_form(actor: Actor, topics: dict[Any, str]) -> None:
    with st.form("admin_product", border=False):
        left, right = st.columns(2)
        name = left.text_input(_("Name"), key="admin_product_name", max_chars=80)
        vendor = right.text_input(_("Vendor"), key="admin_product_vendor", max_chars=80)
        product_id = left.text_input(_("Key of the product"), key="admin_product_id", max_chars=40)
        with right:
            topic_id = filters.pick(_("Topic"), topics, key="admin_product_topic")
        spellings = st.text_input(_("Other spellings, separated by |"), key="admin_product_spellings", max_chars=300)
        reason = reasons.ask(key="admin_product_reason")
        is_sent = st.form_submit_button(_("Add product"), type="primary")
    if is_sent:
        cells = {
            "product_id": product_id.strip(),
            "name": name.strip(),
            "vendor": vendor.strip(),
            "topic_id": topic_id,
            "spellings": spellings,
        }
        attempt(
            lambda: administration.add_product(actor, cells, reason=reason),
            done=_("Product {name} is added.").format(name=name),
        )


def _show_alias_form(actor: Actor) -> None:
    questions = {row.question_id: row.question_id for row in rows_of(opened.reference().questions)}
    targets = {f"city:{key}": name for key, name in naming.all_cities().items()} | {
        f"question:{key}": key for key in questions
    }
    with st.form("admin_alias", border=False):
        left, right = st.columns(2)
        alias = left.text_input(_("Spelling in files"), key="admin_alias_text", max_chars=120)
        with right:
            target = filters.pick(_("Stands for"), targets, key="admin_alias_target")
        reason = reasons.ask(key="admin_alias_reason")
        is_sent = st.form_submit_button(_("Keep the spelling"))
    if is_sent:
        kind, _colon, target_id = target.partition(":")
        attempt(
            lambda: administration.add_alias(actor, kind=kind, alias=alias, target_id=target_id, reason=reason),
            done=_("“{alias}” is understood from now on.").format(alias=alias),
        )
