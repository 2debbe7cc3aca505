-- One row per member of a wave with its place on the map; lat and lon are null where the reference names none.
select c.city_id, c.city_name, c.population, c.lat, c.lon
from ref_memberships as m
join ref_cities as c using (city_id)
where m.wave_id = $wave_id
order by c.city_name collate de, c.city_id
