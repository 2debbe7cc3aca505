-- One row per city and wave with at least one answer about the city itself; unknown is null.
select
    city_id, wave_id,
    max(number) filter (item_id = 'fte_total') as fte_total,
    max(number) filter (item_id = 'leads_max') as leads_max,
    max(number) filter (item_id = 'leads_running') as leads_running,
    max(code) filter (item_id = 'council_ok') as council_ok,
    max(code) filter (item_id = 'topics_excluded') as topics_excluded,
    max(text) filter (item_id = 'role_of_respondent') as role_of_respondent,
    max(code) filter (item_id = 'filled_on') as filled_on,
    max(code) filter (item_id = 'visibility') as visibility
from stg_values
semi join ref_memberships using (city_id, wave_id)
where item = 'city_field'
group by city_id, wave_id
order by wave_id, city_id
