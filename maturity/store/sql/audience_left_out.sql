-- One row per reason for which answers stay out, for each wave and for all (null): how many answers of how many cities.
select
    case when t.sensitive = 1 then 'sensitive' else 'not_released' end as reason,
    a.wave_id,
    count(*) as answer_count,
    count(distinct a.city_id) as city_count
from mart_answers as a
join ref_topics as t using (topic_id)
left join released_parts as p using (city_id, wave_id)
where a.code is not null and (t.sensitive = 1 or p.city_id is null)
group by grouping sets ((reason, a.wave_id), (reason))
