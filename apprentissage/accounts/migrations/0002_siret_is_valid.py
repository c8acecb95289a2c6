from django.db import migrations

# The same rule as ``accounts.siret.clean_siret``, for the constraints of every table that keeps a SIRET: Luhn's key on
# the SIREN and on the fourteen digits, except for La Poste, whose offices only need digits that sum to a multiple of 5.
INSTALL = """
CREATE FUNCTION luhn_is_valid(digits text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT sum(CASE WHEN is_doubled AND digit > 4 THEN digit * 2 - 9 WHEN is_doubled THEN digit * 2 ELSE digit END) % 10 = 0
    FROM (
        SELECT substr(digits, i, 1)::int AS digit, (length(digits) - i) % 2 = 1 AS is_doubled
        FROM generate_series(1, length(digits)) AS i
    ) AS each_digit
$$;

CREATE FUNCTION siret_is_valid(siret text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE
        WHEN siret !~ '^[0-9]{14}$' THEN false
        WHEN left(siret, 9) = '356000000' AND siret <> '35600000000048'
            THEN (SELECT sum(substr(siret, i, 1)::int) % 5 = 0 FROM generate_series(1, 14) AS i)
        ELSE luhn_is_valid(left(siret, 9)) AND luhn_is_valid(siret)
    END
$$;
"""
REMOVE = "DROP FUNCTION siret_is_valid(text); DROP FUNCTION luhn_is_valid(text);"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(INSTALL, REMOVE)]
