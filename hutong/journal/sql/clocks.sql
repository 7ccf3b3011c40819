-- When something is due, over sets, as hutong/ground/deadline.py reckons it. Working days are counted by their number.
CREATE FUNCTION hutong_working_day(since date, amount integer) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT l.day FROM duties_calendarday s JOIN duties_calendarday l ON l.works AND l.number = s.number + amount
    WHERE s.day = since
$$;

-- The last day of a deadline in days, working days or months; NULL for minutes and hours, which have a moment.
CREATE FUNCTION hutong_due(since date, amount integer, unit text) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE unit WHEN 'day' THEN since + amount
                     WHEN 'month' THEN (since + make_interval(months => amount))::date
                     WHEN 'working_day' THEN hutong_working_day(since, amount) END
$$;

-- The moment from which something is overdue, for every unit: of a last day the midnight after it.
CREATE FUNCTION hutong_due_at(since timestamptz, amount integer, unit text) RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE unit WHEN 'minute' THEN since + make_interval(mins => amount)
                     WHEN 'hour' THEN since + make_interval(hours => amount)
                     ELSE (hutong_due((since AT TIME ZONE 'Asia/Shanghai')::date, amount, unit) + 1)::timestamp
                          AT TIME ZONE 'Asia/Shanghai' END
$$;

-- Whether what has a last day, and for minutes and hours a moment, is overdue at a moment. Immutable, so that it may be inlined anywhere.
CREATE FUNCTION hutong_overdue(due date, due_at timestamptz, at timestamptz) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN due_at IS NULL THEN (at AT TIME ZONE 'Asia/Shanghai')::date > due ELSE at >= due_at END
$$;
