-- One row per permitted answer of a question of a topic that is not sensitive.
select o.*
from ref_options as o
semi join (
    select q.question_id from ref_questions as q join ref_topics as t using (topic_id) where t.sensitive = 0
) using (question_id)
