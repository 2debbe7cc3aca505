-- One row per city and wave that the audience sees; of sample waves also the members without answers.
select m.*
from ref_memberships as m
join ref_waves as w using (wave_id)
left join released_parts as p using (city_id, wave_id)
where w.is_sample = 1 or p.city_id is not null
