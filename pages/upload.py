"""Survey page: state of a wave, the survey to fill in, upload with check, online questionnaire, history."""

import streamlit as st

from maturity.language import _
from maturity.rights import may
from web.services import snapshot
from web.shared import frame, markup, messages
from web.upload import file as upload_file
from web.upload import form as questionnaire
from web.upload import history as upload_history
from web.upload import wave as upload_state

with frame.page("upload", needs_answers=False, has_wave=False) as view:
    wave_choice, city_choice, part_choice = st.columns([2, 2, 3], vertical_alignment="bottom")
    with wave_choice:
        wave_id = upload_state.choose_wave()
    is_sample = upload_state.is_sample(wave_id)
    if is_sample:
        with st.container(key="upload_mark"):
            messages.sample_mark()
    with city_choice:
        city_id = upload_state.choose_city(view.actor, wave_id)
    with part_choice:
        part = upload_state.choose_part()
    upload_state.show_state(wave_id)
    if not may(view.actor, "submit", city_id):
        messages.note(_("The digital officer of each city hands in its answers here."))
        st.stop()

    if part == "form":
        st.header(_("Fill in the questionnaire online"), anchor=False)
        questionnaire.show_questionnaire(view.actor, city_id=city_id, wave_id=wave_id)
    else:
        st.header(_("Fill in the questionnaire as a file"), anchor=False)
        upload_state.show_templates(view.actor, city_id=city_id, wave_id=wave_id, is_sample=is_sample)
        st.header(_("Hand in a file"), anchor=False)
        upload_file.show_upload(view.actor, city_id=city_id, wave_id=wave_id)

    names = snapshot.cities(wave_id).set_index("city_id")["city_name"]
    st.header(markup.plain(_("Handed in so far: {city}").format(city=names[city_id])), anchor=False)
    upload_history.show_history(view.actor, city_id=city_id, wave_id=wave_id)
