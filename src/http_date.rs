//! Dates as HTTP writes them.

const MONTHS: [&[u8; 3]; 12] = [
    b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec",
];
const DAYS_BEFORE: [u32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that RFC 9110 (5.6.7) lets servers send, from 1970 on. In
/// milliseconds since 1970; `None` for anything else.
#[must_use]
pub fn parse_http_date(text: &str) -> Option<f64> {
    let [_, _, _, b',', b' ', day @ .., b' ', b'G', b'M', b'T'] = text.as_bytes() else {
        return None;
    };
    let [
        d0,
        d1,
        b' ',
        m0,
        m1,
        m2,
        b' ',
        y0,
        y1,
        y2,
        y3,
        b' ',
        time @ ..,
    ] = day
    else {
        return None;
    };
    let [h0, h1, b':', i0, i1, b':', s0, s1] = time else {
        return None;
    };
    let month = MONTHS.iter().position(|month| *month == &[*m0, *m1, *m2])?;
    let year = number(&[*y0, *y1, *y2, *y3], 1970..=9999)?;
    let day = number(&[*d0, *d1], 1..=31)?;
    let hour = number(&[*h0, *h1], 0..=23)?;
    let minute = number(&[*i0, *i1], 0..=59)?;
    // A leap second may be written.
    let second = number(&[*s0, *s1], 0..=60)?;

    // The leap day of a year counts from its March on.
    let whole_years = if month > 1 {
        year
    } else {
        year.saturating_sub(1)
    };
    let leap_days = (whole_years / 4)
        .saturating_sub(whole_years / 100)
        .saturating_add(whole_years / 400)
        .saturating_sub(LEAP_DAYS_BEFORE_1970);
    let days = f64::from(year.saturating_sub(1970)) * 365.0
        + f64::from(leap_days)
        + f64::from(*DAYS_BEFORE.get(month)?)
        + f64::from(day)
        - 1.0;
    let seconds =
        ((days * 24.0 + f64::from(hour)) * 60.0 + f64::from(minute)) * 60.0 + f64::from(second);
    Some(seconds * 1_000.0)
}

const LEAP_DAYS_BEFORE_1970: u32 = 1969 / 4 - 1969 / 100 + 1969 / 400;

fn number(digits: &[u8], range: core::ops::RangeInclusive<u32>) -> Option<u32> {
    let mut number = 0_u32;
    for digit in digits {
        let digit = char::from(*digit).to_digit(10)?;
        number = number.saturating_mul(10).saturating_add(digit);
    }
    range.contains(&number).then_some(number)
}
