-- One row per city, wave and dimension: weighted mean of its topic scores, blank where too few topics have one.
with averaged as (
    select
        s.city_id, s.wave_id, t.dimension_id,
        count(*) filter (s.applicable_count > 0) as topic_count,
        count(s.score) as scored_count,
        sum(r.topic_weight * s.score) / nullif(sum(r.topic_weight) filter (s.score is not null), 0) as mean_score,
        -- Mapped to 1..100 and back, so that a single zero does not decide everything.
        (exp(sum(r.topic_weight * ln(1 + 0.99 * s.score)) / nullif(sum(r.topic_weight) filter (s.score is not null), 0)) - 1) / 0.99
            as geometric_score,
        sum(r.topic_weight * s.score_low) / nullif(sum(r.topic_weight) filter (s.score_low is not null), 0) as score_low,
        sum(r.topic_weight * s.score_high) / nullif(sum(r.topic_weight) filter (s.score_high is not null), 0) as score_high
    from mart_topic_scores as s
    join ref_topics as t using (topic_id)
    join ref_weights as r using (wave_id, topic_id)
    group by s.city_id, s.wave_id, t.dimension_id
),
judged as (
    select
        *,
        scored_count / nullif(topic_count, 0) as coverage,
        scored_count / nullif(topic_count, 0)
            >= (select value from ref_parameters as p where p.parameter_id = 'coverage_topic' and p.wave_id = averaged.wave_id) as is_covered
    from averaged
),
scored as (
    select
        * exclude (mean_score, is_covered)
        replace (case when is_covered then geometric_score end as geometric_score),
        case when is_covered then mean_score end as score
    from judged
)
select
    * replace (
        -- A topic without a score counts in the bounds but not in the score: the bounds must hold the score all the same.
        least(score_low, score) as score_low,
        greatest(score_high, score) as score_high
    ),
    floor(round(score, 9) / 25)::integer as level
from scored
order by wave_id, city_id, dimension_id
