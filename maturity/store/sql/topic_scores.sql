-- One row per member of a wave and topic, also of members that have not handed anything in.
select
    m.city_id, c.city_name, m.wave_id, t.topic_id, t.position, s.form, s.applicable_count, s.answered_count,
    s.applicable_weight, s.answered_weight, s.coverage, s.score, s.score_low, s.score_high, s.level, s.level_low, s.level_high,
    case
        when s.city_id is null then 'not_submitted'
        when s.applicable_count = 0 then 'not_applicable'
        when s.score is null then 'too_few'
        else 'scored'
    end as status
from ref_memberships as m
join ref_cities as c using (city_id)
cross join ref_topics as t
left join mart_topic_scores as s using (city_id, wave_id, topic_id)
where m.wave_id = $wave_id
order by c.city_name collate de, m.city_id, t.position, t.topic_id
