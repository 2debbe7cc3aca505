-- One row per city, wave and planning answer, topic_id null for the city itself.
select
    v.city_id, c.city_name, v.wave_id, w.is_sample, nullif(v.topic_id, '') as topic_id, v.item_id as field_id,
    coalesce(nullif(v.code, ''), v.text) as value, v.number
from stg_values as v
semi join ref_memberships using (city_id, wave_id)
join ref_cities as c using (city_id)
join mart_waves as w using (wave_id)
where v.item in ('topic_field', 'city_field')
order by v.wave_id, v.city_id, v.topic_id, v.item_id
