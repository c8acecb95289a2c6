from django.db import migrations

# The same rule as ``accounts.siret.clean_siret``, for the constraints of every table that keeps a SIRET: Luhn's key on
# the SIREN and on the fourteen digits, except for La Poste, whose offices only need digits that sum to a multiple of 5.
# In PL/pgSQL, whose plans are kept: an SQL function would be planned again for each row of an import.
INSTALL = """
CREATE FUNCTION luhn_is_valid(digits text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    total int := 0;
    digit int;
BEGIN
    FOR i IN 1..length(digits) LOOP
        digit := ascii(substr(digits, i, 1)) - 48;
        IF (length(digits) - i) % 2 = 1 THEN
            digit := digit * 2;
            IF digit > 9 THEN digit := digit - 9; END IF;
        END IF;
        total := total + digit;
    END LOOP;
    RETURN total % 10 = 0;
END $$;

CREATE FUNCTION siret_is_valid(siret text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    IF siret !~ '^[0-9]{14}$' THEN
        RETURN false;
    ELSIF left(siret, 9) = '356000000' AND siret <> '35600000000048' THEN
        RETURN (SELECT sum(substr(siret, i, 1)::int) % 5 = 0 FROM generate_series(1, 14) AS i);
    END IF;
    RETURN luhn_is_valid(left(siret, 9)) AND luhn_is_valid(siret);
END $$;
"""
REMOVE = "DROP FUNCTION siret_is_valid(text); DROP FUNCTION luhn_is_valid(text);"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(INSTALL, REMOVE)]
