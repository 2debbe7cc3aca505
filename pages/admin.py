"""Administration: the coordination office runs the network. One task at a time, kept in the address as `task`."""

import streamlit as st

from maturity.language import N_, _
from web.admin import answers, doing, log, members, network, numbers, people, products, questions, waves
from web.services import administration
from web.shared import filters, frame
from web.shared.markup import plain

TASKS = {
    "waves": (N_("Waves"), waves.show_waves),
    "members": (N_("Members of waves"), members.show_members),
    "answers": (N_("Missing answers"), answers.show_answers),
    "people": (N_("Access"), people.show_people),
    "questions": (N_("Questions"), questions.show_questions),
    "numbers": (N_("Decided numbers"), numbers.show_numbers),
    "products": (N_("Products"), products.show_products),
    "log": (N_("Log"), log.show_log),
    "network": (N_("Own network"), network.show_network),
}

with frame.page("admin", needs_answers=False, has_wave=False) as view:
    task = filters.strip(_("Task"), {key: _(name) for key, (name, _show) in TASKS.items()}, key="task")
    doing.show_done()
    changed = administration.unlisted_files()
    if changed:
        text = _("Changed on disk, not in force until “python -m etl reference import”: {files}")
        st.warning(plain(text.format(files=", ".join(changed))))
    TASKS[task][1](view.actor)
