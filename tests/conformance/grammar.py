"""The expressions that the agreement test writes: for each type, templates with typed holes.

`<int>` is a hole, `$int` the name of a new variable of that type, which may be used from `~` on. T and U stand for any
type, O for one that has an order, K for one that map keys have, N for a number; each is the same type throughout a
template. Words in capitals and holes like `<near>` are values of `ATOMS` alone: there Google's
implementation and ours are known to differ beyond them (`kept.yaml`).
"""

from __future__ import annotations

from typing import Final

VARIABLE_TYPES: Final = {
    "T": "bool int uint double string bytes timestamp duration null type dyn list(int) list(string) list(dyn) "
    "map(string,int) map(int,string) map(string,list(int)) list(list(string)) list(map(string,int))".split(),
    "U": "bool int uint double string list(int)".split(),
    "O": "bool int uint double string bytes timestamp duration".split(),
    "K": "int uint string bool".split(),
    "N": "int uint double".split(),
}

ANY_TYPE: Final = """
    (<bool> ? <T> : <T>)
    (<bool> ? <T> : <T>)
    cel.bind($U, <U>, ~<T>)
    <list(T)>[<index>]
    {'a': <T>, 'b': <T>}.a
    <opt(T)>.orValue(<T>)
    <opt(T)>.value()
    <map(K,T)>[<K>]
"""
"""What gives a value of any type (but an optional one)."""

GRAMMAR: Final = {
    "bool": """
        (<bool> && <bool>)
        (<bool> && <bool>)
        (<bool> || <bool>)
        (<bool> || <bool>)
        !(<bool>)
        (<T> == <T>)
        (<T> == <T>)
        (<T> != <T>)
        (<O> < <O>)
        (<O> <= <O>)
        (<O> > <O>)
        (<O> >= <O>)
        (<num> == <num>)
        (<num> < <num>)
        (<num> >= <num>)
        (<dyn> == <dyn>)
        (<dyn> != <dyn>)
        (<dyn> < <dyn>)
        (<T> in <list(T)>)
        (<num> in <list(dyn)>)
        (<num> in <list(int)>)
        (<dyn> in <map(int,string)>)
        (<K> in <map(K,T)>)
        has(<map(string,T)>.a)
        has(<map(string,map(string,T))>.a.b)
        has(<map(string,map(string,T))>.?a.b)
        has(<dyn>.a)
        bool(<booltext>)
        bool(<bool>)
        <string>.contains(<string>)
        <string>.startsWith(<string>)
        <string>.endsWith(<string>)
        <string>.matches(<pattern>)
        matches(<string>, <pattern>)
        <list(T)>.exists($T, ~<bool>)
        <list(T)>.all($T, ~<bool>)
        <list(T)>.exists_one($T, ~<bool>)
        <list(T)>.exists($int, $T, ~<bool>)
        <list(T)>.all($int, $T, ~<bool>)
        <list(T)>.existsOne($int, $T, ~<bool>)
        <map(K,T)>.exists($K, ~<bool>)
        <map(K,T)>.all($K, ~<bool>)
        <map(K,T)>.exists($K, $T, ~<bool>)
        <map(K,T)>.all($K, $T, ~<bool>)
        <map(K,T)>.existsOne($K, $T, ~<bool>)
        <opt(T)>.hasValue()
        (<opt(T)> == <opt(T)>)
        math.isNaN(<double>)
        math.isInf(<double>)
        math.isFinite(<double>)
        (type(<T>) == <type>)
        (type(<dyn>) == type(<T>))
    """,
    "int": """
        (<int> + <int>)
        (<int> - <int>)
        (<int> * <int>)
        (<int> / <int>)
        (<int> % <int>)
        -(<int>)
        size(<string>)
        <string>.size()
        size(<bytes>)
        size(<list(T)>)
        <list(T)>.size()
        size(<map(K,T)>)
        int(<int>)
        int(<uint>)
        int(<double>)
        int(EDGE)
        int(<inttext>)
        int(<timestamp>)
        <timestamp>.getFullYear()
        <timestamp>.getMonth()
        <timestamp>.getDate()
        <timestamp>.getDayOfMonth()
        <timestamp>.getDayOfWeek()
        <timestamp>.getDayOfYear()
        <timestamp>.getHours()
        <timestamp>.getMinutes()
        <timestamp>.getSeconds()
        <timestamp>.getMilliseconds()
        <inner>.getFullYear(<zone>)
        <inner>.getMonth(<zone>)
        <inner>.getDate(<zone>)
        <inner>.getDayOfMonth(<zone>)
        <inner>.getDayOfWeek(<zone>)
        <inner>.getDayOfYear(<zone>)
        <inner>.getHours(<zone>)
        <inner>.getMinutes(<zone>)
        <inner>.getSeconds(<zone>)
        <inner>.getMilliseconds(<zone>)
        <duration>.getHours()
        <duration>.getMinutes()
        <duration>.getSeconds()
        <duration>.getMilliseconds()
        <string>.indexOf(<string>)
        <string>.indexOf(<string>, <index>)
        <string>.lastIndexOf(<string>)
        <string>.lastIndexOf(<string>, <index>)
        math.greatest(<int>, <int>)
        math.least(<int>, <int>, <int>)
        math.greatest([<int>, <int>])
        math.least(<list(int)>)
        math.abs(<int>)
        math.sign(<int>)
        math.bitAnd(<int>, <int>)
        math.bitOr(<int>, <int>)
        math.bitXor(<int>, <int>)
        math.bitNot(<int>)
        math.bitShiftLeft(<int>, <shift>)
        math.bitShiftRight(<int>, <shift>)
    """,
    "uint": """
        (<uint> + <uint>)
        (<uint> - <uint>)
        (<uint> * <uint>)
        (<uint> / <uint>)
        (<uint> % <uint>)
        uint(<int>)
        uint(<uint>)
        uint(<double>)
        uint(EDGE)
        uint(<uinttext>)
        math.greatest(<uint>, <uint>)
        math.least([<uint>, <uint>])
        math.abs(<uint>)
        math.sign(<uint>)
        math.bitAnd(<uint>, <uint>)
        math.bitOr(<uint>, <uint>)
        math.bitXor(<uint>, <uint>)
        math.bitNot(<uint>)
        math.bitShiftLeft(<uint>, <shift>)
        math.bitShiftRight(<uint>, <shift>)
    """,
    "double": """
        (<double> + <double>)
        (<double> - <double>)
        (<double> * <double>)
        (<double> / <double>)
        -(<double>)
        double(<int>)
        double(<uint>)
        double(<double>)
        double(<doubletext>)
        math.greatest(<double>, <double>)
        math.least(<double>, <double>)
        math.ceil(<double>)
        math.floor(<double>)
        math.round(<double>)
        math.round(HALF)
        math.trunc(<double>)
        math.abs(<double>)
        math.sign(<double>)
        math.sqrt(<N>)
    """,
    "string": """
        (<string> + <string>)
        (<string> + <string>)
        string(<bool>)
        string(<int>)
        string(<uint>)
        string(<plain>)
        string(<string>)
        string(<bytes>)
        string(<timestamp>)
        string(<duration>)
        <string>.charAt(<index>)
        <string>.lowerAscii()
        <string>.upperAscii()
        <string>.trim()
        <string>.reverse()
        <string>.replace(<string>, <string>)
        <string>.replace(<string>, <string>, <index>)
        <string>.substring(<index>)
        ('abc' + <string>).substring(<low>, <low>)
        <list(string)>.join()
        <list(string)>.join(<string>)
        strings.quote(<string>)
        FORMAT.format([<string>, <int>, <bool>])
        '%d %s'.format([<uint>, <uint>])
        '%x %X %o %b'.format([<uint>, <string>, <int>, <int>])
        '%s'.format([<list(string)>])
        '%s'.format([<whole>])
        '%s'.format([<duration>])
        '%s'.format([bytes(<string>)])
        '%s %s'.format([<type>, null])
        '%.3f'.format([<plain>])
        '%e'.format([<plain>])
    """,
    "bytes": """
        (<bytes> + <bytes>)
        bytes(<string>)
        bytes(<bytes>)
    """,
    "timestamp": """
        (<timestamp> + <duration>)
        (<duration> + <timestamp>)
        (<timestamp> - <short>)
        timestamp(<int>)
        timestamp(SECONDS)
        timestamp(<momenttext>)
        timestamp(<timestamp>)
    """,
    "duration": """
        (<near> - <near>)
        (<short> + <short>)
        (<short> - <short>)
        duration(<lengthtext>)
        duration(<duration>)
    """,
    "null": "(<bool> ? null : null)",
    "type": """
        type(<T>)
        type(<type>)
        type(<dyn>)
    """,
    "dyn": """
        dyn(<U>)
        dyn(<U>)
        dyn(<T>)
        dyn(<list(T)>)
        dyn(<map(K,T)>)
        <dyn>.a
        <dyn>[<dyn>]
        (<dyn> + <dyn>)
        (<dyn> - <dyn>)
        (<dyn> * <dyn>)
        (<dyn> / <dyn>)
        (<dyn> % <dyn>)
        -(<dyn>)
        -(<num>)
        !(dyn(<bool>))
        (dyn(<bool>) && dyn(<bool>))
        (dyn(<bool>) || <dyn>)
        (<num> + <num>)
        (<num> * <num>)
        dyn(<list(T)>)[<num>]
        dyn(<map(K,T)>)[<num>]
        dyn(<map(string,T)>).a
        (<dyn> && <dyn>)
        (<dyn> || <dyn>)
        !(<dyn>)
        (<dyn> ? <T> : <T>)
        size(<dyn>)
        <dyn>[?<string>].hasValue()
        dyn(<map(K,T)>)[?dyn(<K>)].hasValue()
        dyn(<list(T)>)[?dyn(<index>)].hasValue()
        string(dyn(<plain>))
        string(dyn(<int>))
        string(dyn(<bytes>))
        string(dyn(<list(T)>))
        math.greatest(<num>, <num>)
        math.least(<num>, <num>)
    """,
    "num": """
        dyn(<int>)
        dyn(<uint>)
        dyn(<double>)
    """,
    "list(T)": """
        [<T>, <T>]
        [<T>, <T>, <T>]
        [<T>]
        [<T>, ?<opt(T)>, ?<opt(T)>]
        (<list(T)> + <list(T)>)
        <list(T)>.filter($T, ~<bool>)
        <list(U)>.map($U, ~<T>)
        <list(U)>.map($U, ~<bool>, <T>)
        <list(U)>.transformList($int, $U, ~<T>)
        <list(U)>.transformList($int, $U, ~<bool>, <T>)
        {<K>: <T>}.map($K, ~<T>)
        {<K>: <U>}.transformList($K, $U, ~<T>)
    """,
    "list(string)": """
        <string>.split(<separator>)
        <string>.split(<separator>, <index>)
        ('é' + <string>).split('')
        (<string> + 'x').split('', <index>)
    """,
    "list(dyn)": """
        [<int>, <string>, <double>]
        [<uint>, <dyn>, null]
        [dyn(<U>), dyn(<T>)]
    """,
    "map(K,T)": """
        {<K>: <T>}
        {<K>: <T>, <K>: <T>}
        {?<K>: <opt(T)>}
    """,
    "opt(T)": """
        optional.of(<T>)
        optional.of(<T>)
        optional.none()
        optional.ofNonZeroValue(<T>)
        <map(K,T)>[?<K>]
        <list(T)>[?<index>]
        <map(string,T)>.?a
        <map(string,map(string,T))>.?a.b
        <map(string,map(string,T))>.?a[?'b']
        <opt(T)>.or(<opt(T)>)
        <list(T)>.first()
        <list(T)>.last()
        <opt(U)>.optMap($U, ~<T>)
        <opt(U)>.optFlatMap($U, ~<opt(T)>)
        (<bool> ? <opt(T)> : <opt(T)>)
        <opt(map(string,T))>.b
    """,
}

_TIMES = [
    "'2020-02-29T12:34:56.789Z'",
    "'1970-01-01T00:00:00Z'",
    "'1969-12-31T23:59:59.5Z'",
    "'2026-11-24T23:30:00.123456789Z'",
    "'2000-01-01T00:00:00+05:30'",
    "'1999-12-31T23:59:59.000000001-23:59'",
]
_EXTREMES = [
    "'0001-01-01T00:00:00Z'",
    "'9999-12-31T23:59:59.999999999Z'",
    "'1600-07-04T06:00:00Z'",
    "'2400-02-29T00:00:00Z'",
]
_SHORT = "0s 1s -1s 90m 1h1m1.5s -36h 1ns -1ns 999999999ns 8760h 1.000001s 250ms -0.5s 24h".split()
_LONG = "315576000000s -315576000000s 9223372036s 9223372037s -9223372036s 87600000h".split()


def _call(name: str, texts: list[str]) -> list[str]:
    return [f"{name}({text})" for text in texts]


def _quoted(texts: str) -> list[str]:
    return [f"'{text}'" for text in texts.split()]


ATOMS: Final = {
    "index": "0 1 2 3 -1 4".split(),
    "shift": "0 1 3 31 63 64 65 -1".split(),
    "EDGE": "9223372036854774784.0 -9223372036854774784.0 9223372036854775808.0 -9223372036854777856.0 1.9 -0.9 0.9 "
    "18446744073709549568.0 18446744073709551616.0 1e300 -1e300 -1.0 -0.0".split(),
    "HALF": "0.5 1.5 2.5 -0.5 -1.5 -2.5 0.49999999999999994 4503599627370497.5 -4503599627370497.5".split(),
    "SECONDS": "0 -1 253402300799 253402300800 -62135596800 -62135596801 1577836800 9223372036854775807".split(),
    "plain": "0.0 1.0 1.5 -2.25 0.1 100.0 123456.75 1e300 5e-324 0.0001 -0.0".split(),
    "low": "0 1 2 -1".split(),
    "separator": _quoted(", a ab \\n b"),
    "whole": _call("timestamp", ["'2020-02-29T12:34:56Z'", "'1600-07-04T06:00:00+01:00'"]),
    "near": _call("timestamp", _TIMES),
    "inner": _call(
        "timestamp", [*_TIMES, "'1600-07-04T06:00:00Z'", "'2400-02-29T00:00:00Z'", "'1800-01-01T00:00:00Z'"]
    ),
    "short": _call("duration", [f"'{text}'" for text in _SHORT]),
    "duration": _call("duration", [f"'{text}'" for text in [*_SHORT, *_SHORT, *_LONG]]),
    "timestamp": _call("timestamp", [*_TIMES, *_TIMES, *_EXTREMES]),
    "null": ["null"],
    "type": "int uint double bool string bytes list map null_type type google.protobuf.Timestamp "
    "google.protobuf.Duration".split(),
    "zone": [*_quoted("UTC Europe/Berlin America/New_York Asia/Kolkata +02:00 -03:30 02:00 +00:00 Nowhere"), "''"],
    "booltext": _quoted("true True TRUE t 1 false False FALSE f 0 yes tRuE T F 2"),
    "inttext": [
        *_quoted("0 1 -1 +1 01 9223372036854775807 9223372036854775808 -9223372036854775808 1.0 0x1 1u a"),
        "''",
    ],
    "uinttext": [*_quoted("0 1 -1 01 18446744073709551615 18446744073709551616 1.0 1u a"), "''"],
    "doubletext": [*_quoted("0 1 -1.5 +1.5 1e3 1E-3 .5 1. -0 inf -inf NaN 1e1000 1_0 a 1,5 - e3"), "''"],
    "pattern": _quoted("a ^a a$ ^.$ [a-c]+ a|b (?i)ABC \\\\d \\\\w+ \\\\s ( [ (?=a) é \\\\pL b{2} a{1001} ^(a+)+$ .*"),
    "momenttext": [
        *_TIMES,
        *_EXTREMES,
        *_quoted(
            "2020-01-01T00:00:00.5+01:00 2020-02-30T00:00:00Z 2020-01-01 2020-01-01T24:00:00Z 2020-01-01T23:60:00Z "
            "2020-01-01T00:00:00 0000-01-01T00:00:00Z 10000-01-01T00:00:00Z 0001-01-01T00:00:00+01:00 "
            "9999-12-31T23:59:59-01:00 2020-01-01T00:00:00.Z 2020-01-01t00:00:00z 2020-01-01T00:00:00+24:00 "
            "2019-02-29T00:00:00Z 1900-02-29T00:00:00Z x"
        ),
    ],
    "lengthtext": [
        *_quoted(
            "1h 1.5h -1.5h +1s 1h-1m 0 -0 1 s .5s 5.s 1S 1us 1d 315576000000s 315576000001s -315576000001s 1m1h 1h1h "
            "1e3s 1h1m1s1ms1us1ns 1.000000001s"
        ),
        "''",
        "'1s '",
    ],
    "FORMAT": ["'%s %d %s'", "'%%%s|%d|%s'", "'%s'", "'%s%s%s'", "'%s %s %s %s'", "'%d %s'", "'%z'", "'%s %d %s %'"],
}
"""What stands for the holes that are values; `tests/conformance/expressions.py` adds numbers, texts and variables."""
