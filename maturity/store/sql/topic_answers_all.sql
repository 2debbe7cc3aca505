-- One row per city that answered, wave and question of one topic.
select city_id, wave_id, question_id, kind, answer_points
from mart_answers
where topic_id = $topic_id
order by wave_id, city_id, question_id
