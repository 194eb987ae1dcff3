//! Codes of a nation's own, which stand beside those of the United Nations and are never taken for
//! one of them.

use super::framework::parent;

/// The last number of a goal of the United Nations.
pub const LAST_GOAL: u8 = 17;

/// The last number that a goal may have.
pub const LAST_NATIONAL_GOAL: u8 = 99;

/// Why a code cannot be a nation's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeFault {
    /// It does not begin with the number of its goal, or the code of its target.
    Elsewhere,
    /// It is one of the United Nations', once was or may come to be one, or looks like one.
    Reserved,
    /// It is no code.
    Shape,
}

/// Whether a code can be that of a national target of a goal.
///
/// # Errors
///
/// It cannot be.
pub fn check_target(code: &str, goal: u8) -> Result<(), CodeFault> {
    let (first, last) = code.split_once('.').ok_or(CodeFault::Shape)?;
    if last.contains('.') {
        return Err(CodeFault::Shape);
    }
    let number: u8 = first.parse().map_err(|_| CodeFault::Shape)?;
    if number != goal || first != goal.to_string() {
        return Err(CodeFault::Elsewhere);
    }
    check_last(last, goal > LAST_GOAL)
}

/// Whether a code can be that of a national indicator of a target, which may be national, too.
///
/// # Errors
///
/// It cannot be.
pub fn check_indicator(code: &str, target: &str, is_national: bool) -> Result<(), CodeFault> {
    if code.matches('.').count() != 2 {
        return Err(CodeFault::Shape);
    }
    match parent(code) {
        Some(own) if own == target => check_last(&code[own.len() + 1..], is_national),
        _ => Err(CodeFault::Elsewhere),
    }
}

/// The last part of a code. Below what is the United Nations' it has letters and then a number, as no
/// code of theirs has, and does not look like a number: `N1`. Below what is national a number or a
/// letter does as well.
fn check_last(last: &str, is_free: bool) -> Result<(), CodeFault> {
    let is_number = |text: &str| {
        (1..=3).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_digit())
            && !text.starts_with('0')
    };
    let letters = last.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (word, number) = last.split_at(letters);
    let is_own = (1..=4).contains(&letters) && is_number(number);
    let looks_global = {
        let seen: String = last.chars().map(seen_as).collect();
        !seen.is_empty() && seen.bytes().all(|b| b.is_ascii_digit())
            || letters == 1 && number.is_empty()
    };
    if is_free {
        let is_letter = word.len() == 1 && number.is_empty();
        return if is_own || is_letter || is_number(last) { Ok(()) } else { Err(CodeFault::Shape) };
    }
    match (looks_global, is_own) {
        (true, _) => Err(CodeFault::Reserved),
        (false, true) => Ok(()),
        (false, false) => Err(CodeFault::Shape),
    }
}

/// The digit that a letter is taken for (the ASCII part of UTS #39, `confusables.txt`).
fn seen_as(c: char) -> char {
    match c {
        'I' | 'l' => '1',
        'O' => '0',
        other => other,
    }
}

/// A code as a reader tells it from others: small letters and capitals are one, and so are letters
/// and digits that look alike.
pub fn likeness(code: &str) -> String {
    // The small letter of L looks like a capital I.
    code.to_ascii_uppercase().replace('L', "I").chars().map(seen_as).collect()
}

#[cfg(test)]
mod tests {
    use super::super::framework::framework;
    use super::*;

    #[test]
    fn no_code_of_the_united_nations_is_a_nations() {
        let f = framework();
        let retired = f.retired.iter().map(|retired| retired.code.clone());
        let never = f.never_existed.iter().map(|never| never.code.clone());
        let listed = f.indicators().map(|indicator| indicator.code.clone());
        for code in listed.chain(retired).chain(never) {
            let target = parent(&code).unwrap();
            let found = check_indicator(&code, target, false);
            assert_eq!(found, Err(CodeFault::Reserved), "{code}");
        }
        for target in f.targets() {
            let found = check_target(&target.code, target.goal);
            assert_eq!(found, Err(CodeFault::Reserved), "{}", target.code);
        }
    }

    #[test]
    fn a_code_has_the_shape_of_its_place() {
        use CodeFault::{Elsewhere, Reserved, Shape};
        for (code, goal, wanted) in [
            ("16.N1", 16, Ok(())),
            ("16.nat12", 16, Ok(())),
            ("18.1", 18, Ok(())),
            ("18.a", 18, Ok(())),
            ("18.N1", 18, Ok(())),
            ("16.13", 16, Err(Reserved)),
            ("16.c", 16, Err(Reserved)),
            ("16.C", 16, Err(Reserved)),
            ("16.l1", 16, Err(Reserved)),
            ("16.O1", 16, Err(Reserved)),
            ("16.01", 16, Err(Reserved)),
            ("17.N1", 16, Err(Elsewhere)),
            ("016.N1", 16, Err(Elsewhere)),
            ("16.N", 16, Err(Reserved)),
            ("16.NA", 16, Err(Shape)),
            ("16.N01", 16, Err(Shape)),
            ("16.1N", 16, Err(Shape)),
            ("16.N1.1", 16, Err(Shape)),
            ("16.", 16, Err(Shape)),
            ("16", 16, Err(Shape)),
            ("16.Ñ1", 16, Err(Shape)),
            ("18.01", 18, Err(Shape)),
            ("18.1000", 18, Err(Shape)),
        ] {
            assert_eq!(check_target(code, goal), wanted, "{code}");
        }
        for (code, target, is_national, wanted) in [
            ("16.6.N1", "16.6", false, Ok(())),
            ("16.N1.1", "16.N1", true, Ok(())),
            ("18.1.1", "18.1", true, Ok(())),
            ("16.6.3", "16.6", false, Err(Reserved)),
            ("16.6.I1", "16.6", false, Err(Reserved)),
            ("16.7.N1", "16.6", false, Err(Elsewhere)),
            ("16.6", "16.6", false, Err(Shape)),
            ("16.6.", "16.6", false, Err(Shape)),
        ] {
            assert_eq!(check_indicator(code, target, is_national), wanted, "{code}");
        }
    }

    #[test]
    fn codes_that_look_alike_are_told_from_none() {
        assert_eq!(likeness("16.n1"), likeness("16.N1"));
        assert_eq!(likeness("18.l1"), likeness("18.11"));
        assert_eq!(likeness("18.i1"), likeness("18.I1"));
        assert_eq!(likeness("18.l1"), likeness("18.L1"));
        assert_ne!(likeness("18.1"), likeness("18.2"));
    }
}
