-- One row per question of a topic that is not sensitive.
select q.* from ref_questions as q semi join (select topic_id from ref_topics where sensitive = 0) using (topic_id)
