-- 核验 for everybody who is signed in.
CREATE FUNCTION documents_paper_checked(asked text)
    RETURNS TABLE (title text, unit text, at timestamptz, withdrawn_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.title::text, p.unit::text, p.at, p.withdrawn_at FROM documents_paper p
    WHERE p.code = asked AND (SELECT hutong_person()) IS NOT NULL
$$;

-- Whoever opened a child by a share prints of it; the row stands where the child lives.
CREATE POLICY shared ON documents_paper FOR INSERT TO hutong_app
    WITH CHECK (child = ANY ((SELECT hutong_opened())::uuid[]));
