-- One row per city, wave and topic asked; a score below the coverage threshold is null.
select
    s.city_id, c.city_name, s.wave_id, w.is_sample, s.topic_id, s.form, s.applicable_count, s.answered_count,
    s.coverage, s.score, s.score_low, s.score_high, s.level
from mart_topic_scores as s
join ref_cities as c using (city_id)
join mart_waves as w using (wave_id)
order by s.wave_id, s.city_id, s.topic_id
