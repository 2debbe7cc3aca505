-- One row per city that answered and question of one topic: code, wording, points, and where in which file it stands.
select
    c.city_id, c.city_name, q.question_id, q.text_de, q.text_en, q.core = 1 as is_core, a.weight, a.code, a.kind, a.answer_value,
    a.answer_points, o.label_de, o.label_en, a.answer_text, a.submission_id, a.source_row, a.source_column, l.file_name, l.file_sha256, l.at
from ref_questions as q
join mart_answers as a using (question_id)
join ref_cities as c using (city_id)
left join ref_options as o on o.question_id = q.question_id and o.code = a.code
left join log_submissions as l
    on l.submission_id = a.submission_id and l.city_id = a.city_id and l.wave_id = a.wave_id
where q.topic_id = $topic_id and a.wave_id = $wave_id
order by q.question_id, c.city_name collate de, c.city_id
