-- One row per question of a topic that a city was asked in a wave: its answer, and where in which file it stands.
select
    q.question_id, q.text_de, q.text_en, a.weight, a.code, a.kind, a.answer_points, o.label_de, o.label_en, a.answer_text,
    a.submission_id, a.source_row, a.source_column, l.file_name, l.at
from mart_answers as a
join ref_questions as q using (question_id)
left join ref_options as o on o.question_id = a.question_id and o.code = a.code
left join log_submissions as l
    on l.submission_id = a.submission_id and l.city_id = a.city_id and l.wave_id = a.wave_id
where a.city_id = $city_id and a.topic_id = $topic_id and a.wave_id = $wave_id
order by q.question_id
