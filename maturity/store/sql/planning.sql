-- One row per member of a wave and topic with at least one planning answer; unknown is null.
select p.*, c.city_name
from mart_planning as p
join ref_cities as c using (city_id)
where p.wave_id = $wave_id
order by c.city_name collate de, p.city_id, p.topic_id
