-- One row per city and wave with answers that were released to an audience; sample waves are for everybody.
select distinct a.city_id, a.wave_id
from mart_answers as a
join mart_waves as w using (wave_id)
left join mart_city_planning as p using (city_id, wave_id)
where w.is_sample or list_contains($released, p.visibility)
