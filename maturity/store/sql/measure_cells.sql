-- One row per wave and cell of a pivot, and per subtotal and total of it: every measure, computed from the answers chosen.
-- $rows, $columns and $group_by name a field of `fields` below ('all' for none); the others are lists of ids, null for no choice.
with
-- Which fields are kept: all for a cell, fewer for a subtotal. What a cell stands for, the finest of its fields, decides
-- how far up the tree its score is averaged: 3 an answer, 2 a topic, 1 a dimension, 0 the index.
cell_kinds as (
    select
        has_group, has_row, has_column,
        list_filter(
            [case when has_group then $group_by end, case when has_row then $rows end, case when has_column then $columns end],
            lambda field: field is not null
        ) as kept,
        case
            when 'question' in kept then 3 when 'topic' in kept then 2 when 'dimension' in kept then 1 else 0
        end as depth,
        -- What a city has one of in each cell needs no averaging up the tree.
        depth >= 2 as is_deep,
        'question' in kept as by_question,
        'core' in kept and not by_question as by_core
    from unnest([true, false]) as g(has_group), unnest([true, false]) as r(has_row), unnest([true, false]) as c(has_column)
    where (not has_group or $group_by != 'all')
        and (not has_row or $rows != 'all')
        and (not has_column or $columns != 'all')
        and (has_group or not has_row or $group_by = 'all')
        -- Waves are never added up.
        and (has_group or $group_by != 'wave') and (has_row or $rows != 'wave') and (has_column or $columns != 'wave')
),
cities as (
    select
        city_id, county,
        case
            when population < 20000 then 'small'
            when population < 50000 then 'medium'
            when population < 100000 then 'large'
            when population is not null then 'major'
            else 'none'
        end as size_class
    from ref_cities
    where ($city is null or list_contains($city::varchar[], city_id))
        and ($county is null or list_contains($county::varchar[], county))
        and ($size_class is null or list_contains($size_class::varchar[], size_class))
        and ($city_group is null
            or city_id in (select m.city_id from ref_group_members as m where list_contains($city_group::varchar[], m.group_id)))
),
-- What is known of a city's whole topic in a wave.
picked_topics as (
    select
        s.city_id, s.wave_id, s.topic_id, s.applicable_count, s.answered_count, s.score, s.applicable_hash,
        t.dimension_id, r.topic_weight, r.dimension_weight, c.county, c.size_class,
        coalesce(s.level::varchar, 'none') as level,
        coalesce(p.status, 'none') as status,
        coalesce(p.priority::integer::varchar, 'none') as priority,
        coalesce(p.target::integer::varchar, 'none') as target,
        coalesce(p.lead_interest::integer::varchar, 'none') as lead_interest,
        coalesce(p.provider, 'none') as provider
    from mart_topic_scores as s
    join cities as c using (city_id)
    join ref_topics as t using (topic_id)
    left join mart_planning as p using (city_id, wave_id, topic_id)
    -- Like with like: waves side by side are weighed by the newest one's weights.
    join ref_weights as r
        on r.topic_id = s.topic_id and r.wave_id = case when $is_alike then list_last($waves::varchar[]) else s.wave_id end
    where list_contains($waves::varchar[], s.wave_id)
        and ($dimension is null or list_contains($dimension::varchar[], t.dimension_id))
        and ($topic is null or list_contains($topic::varchar[], s.topic_id))
        and ($level is null or list_contains($level::varchar[], coalesce(s.level::varchar, 'none')))
        and ($status is null or list_contains($status::varchar[], coalesce(p.status, 'none')))
        and ($priority is null or list_contains($priority::varchar[], coalesce(p.priority::integer::varchar, 'none')))
        and ($target is null or list_contains($target::varchar[], coalesce(p.target::integer::varchar, 'none')))
        and ($lead_interest is null
            or list_contains($lead_interest::varchar[], coalesce(p.lead_interest::integer::varchar, 'none')))
        and ($provider is null or list_contains($provider::varchar[], coalesce(p.provider, 'none')))
),
-- Like with like: of several waves the topics that a city has in all of them, and whether each measures by the same questions.
in_all_waves as (
    select
        city_id, topic_id,
        min(applicable_count) = max(applicable_count)
            and min(applicable_hash) is not distinct from max(applicable_hash) as has_same_questions
    from picked_topics
    where $is_alike
    group by city_id, topic_id
    having count(*) = len($waves::varchar[])
),
chosen_topics as (
    select * from picked_topics where not $is_alike
    union all
    select p.* from picked_topics as p semi join in_all_waves using (city_id, topic_id) where $is_alike
),
other_questions as (
    select city_id, topic_id from in_all_waves where not has_same_questions
),
splits as (
    select distinct by_question, by_core, is_deep from cell_kinds
),
chosen as not materialized (
    select city_id, wave_id, topic_id, question_id, is_core, weight, kind, answer_points
    from mart_answers
    semi join cities using (city_id)
    where list_contains($waves::varchar[], wave_id)
        and ($topic is null or list_contains($topic::varchar[], topic_id))
        and ($question is null or list_contains($question::varchar[], question_id))
        and ($core is null or list_contains($core::varchar[], is_core::integer::varchar))
),
-- Like with like: of several waves only what each city was asked, and is responsible for, in all of them.
alike as (
    select city_id, question_id
    from chosen
    semi join other_questions using (city_id, topic_id)
    where $is_alike and kind is distinct from 'nz'
    group by city_id, question_id
    having count(*) = len($waves::varchar[])
),
-- A topic is whole where its score can be taken as it is: neither a choice nor a comparison leaves questions out.
compared as not materialized (
    select *, $question is null and $core is null as is_whole from chosen where not $is_alike
    union all
    select *, $question is null and $core is null as is_whole
    from chosen
    anti join other_questions using (city_id, topic_id)
    where $is_alike and kind is distinct from 'nz'
    union all
    select *, false as is_whole from chosen semi join alike using (city_id, question_id) where $is_alike
),
topics as (
    select
        by_question, by_core, is_deep, city_id, wave_id, topic_id, null as question_id, null as core,
        applicable_count, answered_count, score
    from chosen_topics
    anti join other_questions using (city_id, topic_id)
    join splits on not by_question and not by_core
    where $question is null and $core is null and (not $is_alike or applicable_count > 0)
    union all
    select
        by_question, by_core, is_deep, city_id, wave_id, topic_id, question_id, is_core::integer::varchar,
        (kind is distinct from 'nz')::integer, (answer_points is not null)::integer, answer_points
    from compared
    join splits on by_question
    union all
    select
        by_question, by_core, is_deep, city_id, wave_id, topic_id, null,
        case when by_core then is_core::integer::varchar end as part,
        count(*) filter (kind is distinct from 'nz'),
        count(answer_points),
        case
            when count(answer_points) / nullif(count(*) filter (kind is distinct from 'nz'), 0)
                >= (select value from ref_parameters as p where p.parameter_id = 'coverage_topic' and p.wave_id = compared.wave_id)
            then sum(weight * answer_points) / nullif(sum(weight) filter (answer_points is not null), 0)
        end
    from compared
    join splits on not by_question and (by_core or not is_whole)
    group by by_question, by_core, is_deep, city_id, wave_id, topic_id, part
),
keyed as not materialized (
    select
        k.has_group, k.has_row, k.has_column, k.depth, s.is_deep,
        {
            'all': '', 'city': s.city_id, 'county': t.county, 'size_class': t.size_class, 'dimension': t.dimension_id,
            'topic': s.topic_id, 'question': s.question_id, 'core': s.core, 'wave': s.wave_id, 'level': t.level,
            'status': t.status, 'priority': t.priority, 'target': t.target, 'lead_interest': t.lead_interest,
            'provider': t.provider
        } as fields,
        case when k.has_group then fields[$group_by] end as group_id,
        case when k.has_row then fields[$rows] end as row_id,
        case when k.has_column then fields[$columns] end as column_id,
        s.city_id, s.wave_id, t.dimension_id, t.dimension_weight, t.topic_weight, s.applicable_count, s.answered_count,
        s.score,
        (s.applicable_count > 0)::integer as topic_count,
        (s.score is not null)::integer as scored_count,
        greatest(target.value - s.score, 0) as gap,
        (round(s.score, 9) < target.value)::integer as below_count
    from topics as s
    join chosen_topics as t using (city_id, wave_id, topic_id)
    join cell_kinds as k using (by_question, by_core, is_deep)
    join (select wave_id, value from ref_parameters where parameter_id = 'target') as target using (wave_id)
),
dimensions as (
    select
        has_group, has_row, has_column, depth, group_id, row_id, column_id, city_id, wave_id,
        sum(applicable_count) as applicable_count,
        sum(answered_count) as answered_count,
        sum(topic_count) as topic_count,
        sum(scored_count) as scored_count,
        sum(case when score is not null then gap end) as gap,
        sum(coalesce(below_count, 0)) as below_count,
        case
            when sum(scored_count) / nullif(sum(topic_count), 0)
                >= (select value from ref_parameters as p where p.parameter_id = 'coverage_topic' and p.wave_id = keyed.wave_id)
            then sum(topic_weight * score) / nullif(sum(topic_weight) filter (score is not null), 0)
        end as score,
        any_value(dimension_weight) as weight
    from keyed
    where not is_deep
    group by has_group, has_row, has_column, depth, group_id, row_id, column_id, city_id, wave_id, dimension_id
),
of_cities as (
    -- An answer, a whole topic or its part: a city has one in each cell.
    select
        has_group, has_row, has_column, depth, group_id, row_id, column_id, wave_id, applicable_count, answered_count,
        topic_count, scored_count, case when score is not null then gap end as gap,
        coalesce(below_count, 0) as below_count, score as city_score
    from keyed
    where is_deep
    union all
    select
        has_group, has_row, has_column, depth, group_id, row_id, column_id, wave_id,
        sum(applicable_count), sum(answered_count), sum(topic_count), sum(scored_count), sum(gap), sum(below_count),
        case
            when depth >= 1 then max(score)
            when sum(scored_count) / nullif(sum(topic_count), 0)
                >= (select value from ref_parameters as p where p.parameter_id = 'coverage_index' and p.wave_id = dimensions.wave_id)
            then sum(weight * score) / nullif(sum(weight) filter (score is not null), 0)
        end
    from dimensions
    group by has_group, has_row, has_column, depth, group_id, row_id, column_id, wave_id, city_id
)
select
    group_id, row_id, column_id, not has_group as is_all_groups, not has_row as is_all_rows, not has_column as is_all_columns,
    wave_id,
    count(*) filter (answered_count > 0) as city_count,
    count(city_score) as scored_city_count,
    sum(answered_count)::bigint as answer_count,
    sum(applicable_count)::bigint as applicable_count,
    (sum(applicable_count) - sum(answered_count))::bigint as open_count,
    avg(city_score) as score,
    floor(round(avg(city_score), 9) / 25)::integer as level,
    [
        count(*) filter (floor(round(city_score, 9) / 25) = 0), count(*) filter (floor(round(city_score, 9) / 25) = 1),
        count(*) filter (floor(round(city_score, 9) / 25) = 2), count(*) filter (floor(round(city_score, 9) / 25) = 3),
        count(*) filter (floor(round(city_score, 9) / 25) = 4)
    ] as level_counts,
    (case when depth >= 2 then sum(answered_count) else sum(scored_count) end)::bigint as covered_count,
    (case when depth >= 2 then sum(applicable_count) else sum(topic_count) end)::bigint as coverable_count,
    covered_count / nullif(coverable_count, 0) as coverage,
    case when depth < 3 then sum(gap) end as gap,
    case when depth < 3 and sum(scored_count) > 0 then sum(below_count)::bigint end as below_count
from of_cities
group by has_group, has_row, has_column, depth, group_id, row_id, column_id, wave_id
order by is_all_groups, group_id, is_all_rows, row_id, is_all_columns, column_id, wave_id
