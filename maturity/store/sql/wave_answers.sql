-- One row per city that answered in a wave and question asked.
select city_id, wave_id, topic_id, question_id, weight, kind, answer_points
from mart_answers
where wave_id = $wave_id
order by city_id, question_id
