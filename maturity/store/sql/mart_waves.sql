-- One row per wave: how many members it has and how many of them have handed in answers.
select
    w.wave_id, w.label, w.is_sample = 1 as is_sample, w.min_share, w.position,
    count(m.city_id) as member_count,
    count(a.city_id) as submitted_count
from ref_waves as w
left join ref_memberships as m using (wave_id)
left join (select distinct city_id, wave_id from mart_answers) as a using (city_id, wave_id)
group by w.wave_id, w.label, w.is_sample, w.min_share, w.position
order by w.position
