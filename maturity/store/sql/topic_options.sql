-- One row per permitted answer of one topic's questions, lowest level first.
select o.question_id, o.code, o.value, o.label_de, o.label_en, o.kind, q.text_de, q.text_en, q.core = 1 as is_core
from ref_options as o
join ref_questions as q using (question_id)
where q.topic_id = $topic_id
order by o.question_id, o.value nulls last, o.code
