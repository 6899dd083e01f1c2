//! Arithmetic that several numbers share.

/// The digits of a text that is nothing else.
pub(crate) fn digits<const N: usize>(text: &str) -> Option<[u8; N]> {
    let bytes: [u8; N] = text.as_bytes().try_into().ok()?;
    bytes.iter().all(u8::is_ascii_digit).then(|| bytes.map(|byte| byte.saturating_sub(b'0')))
}

/// Weights 7 6 5 4 3 2 twice over the first twelve digits: the check digit of a person's and of a taxpayer's number.
pub(crate) fn modulo_11(digits: &[u8; 13]) -> bool {
    let weights = [7_u32, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
    let sum = digits.iter().zip(weights).fold(0_u32, |sum, (digit, weight)| {
        sum.saturating_add(weight.saturating_mul(u32::from(*digit)))
    });
    let check = 11_u32.saturating_sub(sum % 11) % 11 % 10;
    digits.last().is_some_and(|last| u32::from(*last) == check)
}

/// Remainder of a decimal number of any length, modulo 97, where a letter stands for two digits (A is 10).
pub(crate) fn modulo_97(text: impl Iterator<Item = char>) -> Option<u32> {
    let mut rest = 0_u32;
    for letter in text {
        let value = letter.to_digit(36)?;
        let factor = if value < 10 { 10 } else { 100 };
        rest = rest.saturating_mul(factor).saturating_add(value) % 97;
    }
    Some(rest)
}

/// Without the spaces, dots and dashes that people put between groups.
pub(crate) fn compact(text: &str) -> String {
    let between = |letter: char| letter.is_whitespace() || "-‐‑–.·/".contains(letter);
    text.chars().filter(|letter| !between(*letter)).collect()
}
