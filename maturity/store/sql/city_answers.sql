-- One row per wave in which a city answered and question asked.
select a.city_id, a.wave_id, a.question_id, a.kind, a.answer_points, w.is_sample
from mart_answers as a
join mart_waves as w using (wave_id)
where a.city_id = $city_id
order by a.wave_id, a.question_id
