-- One row per question, in the order of the topics.
select q.question_id, q.topic_id, q.text_de, q.text_en
from ref_questions as q
join ref_topics as t using (topic_id)
order by t.position, q.topic_id, q.question_id
