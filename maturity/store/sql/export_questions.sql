-- One row per question, with the topic's names.
select
    q.question_id, q.topic_id, t.name_de as topic_de, t.name_en as topic_en, q.core = 1 as is_core, q.weight,
    q.scale_min, q.scale_max, q.text_de, q.text_en
from ref_questions as q
join ref_topics as t using (topic_id)
order by t.position, q.topic_id, q.question_id
