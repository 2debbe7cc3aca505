-- One row per city, wave and question asked, over all waves.
select city_id, wave_id, topic_id, question_id, weight, code, kind, answer_value, answer_points, form
from mart_answers
order by wave_id, city_id, topic_id, question_id
