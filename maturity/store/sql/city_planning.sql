-- One row per member of a wave with at least one answer about the city itself; unknown is null.
select p.*, c.city_name
from mart_city_planning as p
join ref_cities as c using (city_id)
where p.wave_id = $wave_id
order by c.city_name collate de, p.city_id
