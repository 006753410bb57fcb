//! The characters that a text on the chain may have: those that can be seen and that do not change the look of the
//! text around them.
//!
//! People decide by these texts. A character that shows nothing, or that reverses the order of others, makes two
//! different texts look the same. Letters of different scripts that look alike are not refused, so whoever shows a
//! name shows the member's number too.

/// Ranges of characters that are refused, the last character included, in order; control characters are refused as
/// well.
///
/// These are the characters that Unicode lists as bidirectional controls, as default ignorable code points
/// (zero-width, fillers, variation selectors, tags), as line and paragraph separators, and as annotation controls;
/// and the blank of Braille.
pub const HIDDEN: [(char, char); 23] = [
    ('\u{ad}', '\u{ad}'),       // soft hyphen
    ('\u{34f}', '\u{34f}'),     // combining grapheme joiner
    ('\u{61c}', '\u{61c}'),     // Arabic letter mark
    ('\u{115f}', '\u{1160}'),   // Hangul fillers
    ('\u{17b4}', '\u{17b5}'),   // Khmer inherent vowels
    ('\u{180b}', '\u{180f}'),   // Mongolian variation selectors and vowel separator
    ('\u{200b}', '\u{200f}'),   // zero-width space, joiners, marks of direction
    ('\u{2028}', '\u{202e}'),   // separators of lines and paragraphs, embeddings and overrides
    ('\u{2060}', '\u{206f}'),   // word joiner, invisible operators, isolates
    ('\u{2800}', '\u{2800}'),   // Braille blank
    ('\u{3164}', '\u{3164}'),   // Hangul filler
    ('\u{fdd0}', '\u{fdef}'),   // no characters
    ('\u{fe00}', '\u{fe0f}'),   // variation selectors
    ('\u{feff}', '\u{feff}'),   // zero-width no-break space
    ('\u{ffa0}', '\u{ffa0}'),   // half-width Hangul filler
    ('\u{fff0}', '\u{fffb}'),   // reserved, annotation
    ('\u{fffe}', '\u{ffff}'),   // no characters
    ('\u{13430}', '\u{13455}'), // controls of Egyptian hieroglyphs
    ('\u{16fe4}', '\u{16fe4}'), // Khitan filler
    ('\u{1bca0}', '\u{1bca3}'), // controls of shorthand
    ('\u{1d159}', '\u{1d159}'), // null notehead
    ('\u{1d173}', '\u{1d17a}'), // controls of musical notation
    ('\u{e0000}', '\u{e0fff}'), // tags, variation selectors
];

/// Whether a character is refused: a control character, or one of [`HIDDEN`].
#[inline(never)]
pub fn is_hidden(c: char) -> bool {
    c.is_control() || HIDDEN.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// Eight bytes of one value.
const fn eight(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// Whether all bytes, of UTF-8, are ASCII characters from `LEAST` to `~`. Eight are checked together.
fn are_plain<const LEAST: u8>(bytes: &[u8]) -> bool {
    const HIGH: u64 = eight(0x80);
    let (eights, rest) = bytes.as_chunks::<8>();
    let plain = |word: u64| {
        // no byte of ASCII carries into the next; any other keeps its high bit, since UTF-8 has none that is 0xff
        let none_below = word.wrapping_add(eight(0x80 - LEAST)) & HIGH == HIGH;
        let none_above = word.wrapping_add(eight(1)) & HIGH == 0;
        none_below && none_above
    };
    eights.iter().all(|eight| plain(u64::from_ne_bytes(*eight)))
        && rest.iter().all(|byte| (LEAST..=b'~').contains(byte))
}

/// Whether all characters of a text can be seen.
pub fn is_shown(text: &str) -> bool {
    are_plain::<b' '>(text.as_bytes()) || !text.chars().any(is_hidden)
}

/// Whether a text has visible ASCII only, and no space: as URIs have.
pub fn is_visible_ascii(text: &str) -> bool {
    are_plain::<b'!'>(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::{format, string::String};

    #[test]
    fn the_ranges_are_in_order_and_apart() {
        assert!(HIDDEN.iter().all(|(first, last)| first <= last));
        assert!(HIDDEN.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    #[test]
    fn every_character_is_shown_alone_as_it_is_among_others() {
        for c in '\0'..=char::MAX {
            let hidden = is_hidden(c);
            for text in
                [format!("{c}"), format!("1234567{c}"), format!("Bakery {c} of Lisbon, founded in 2026")]
            {
                assert_eq!(is_shown(&text), !hidden, "U+{:04X}", c as u32);
            }
            for text in [format!("{c}"), format!("ipfs://{c}"), format!("https://{c}")] {
                assert_eq!(is_visible_ascii(&text), ('!'..='~').contains(&c), "U+{:04X}", c as u32);
            }
        }
    }

    #[test]
    fn what_people_write_is_shown() {
        for text in ["", "Bäckerei Süd", "パン屋", "пекарня", "مخبز", "בית לחם", "🍞 & 🥖", "\u{a0}"]
        {
            assert!(is_shown(text), "{text}");
        }
    }

    #[test]
    fn what_nobody_sees_is_refused() {
        for text in [
            "a\nb",
            "a\tb",
            "\u{7f}",
            "\u{202e}gnp",
            "a\u{200d}b",
            "\u{e0041}",
            "\u{3164}",
            "\u{85}",
            "❤\u{fe0f}",
        ] {
            assert!(!is_shown(text), "{text:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(crate::cases(10_000)))]

        #[test]
        fn a_text_is_shown_if_each_of_its_characters_is(text in any::<String>()) {
            prop_assert_eq!(is_shown(&text), text.chars().all(|c| is_shown(c.encode_utf8(&mut [0; 4]))));
        }
    }
}
