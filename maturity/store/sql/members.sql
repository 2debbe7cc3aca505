-- One row per member of a wave, by name: whether it has handed in answers, and in which form of the survey.
select c.city_id, c.city_name, any_value(a.form) as form, count(a.city_id) > 0 as has_submitted
from ref_memberships as m
join ref_cities as c using (city_id)
left join mart_answers as a using (city_id, wave_id)
where m.wave_id = $wave_id
group by c.city_id, c.city_name
order by c.city_name collate de, c.city_id
