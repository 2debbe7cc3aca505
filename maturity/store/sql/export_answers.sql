-- One row per city, wave and question answered.
select
    a.city_id, c.city_name, a.wave_id, w.is_sample, a.topic_id, a.question_id,
    a.code, a.kind, a.answer_value, a.answer_points
from mart_answers as a
join ref_cities as c using (city_id)
join mart_waves as w using (wave_id)
where a.code is not null
order by a.wave_id, a.city_id, a.topic_id, a.question_id
