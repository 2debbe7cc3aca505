-- One row per reason for which answers stay out of the export, with how many answers of how many cities that are.
select
    case when t.sensitive = 1 then 'sensitive' else 'not_public' end as reason,
    count(*) as answer_count,
    count(distinct a.city_id) as city_count
from mart_answers as a
join mart_waves as w using (wave_id)
join ref_topics as t using (topic_id)
left join mart_city_planning as p using (city_id, wave_id)
where a.code is not null and (t.sensitive = 1 or not (w.is_sample or coalesce(p.visibility, '') = 'oeffentlich'))
group by reason
order by reason
