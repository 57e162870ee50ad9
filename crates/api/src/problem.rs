//! How a request fails: RFC 9457 problem details with a closed code, so that the app has words for every one.

use serde::{Deserialize, Serialize};

use crate::{id::UnitId, slug_enum, timestamp::Timestamp};

slug_enum! {
    /// What went wrong, as one word that the app matches exhaustively.
    pub enum ProblemCode {
        /// The body is not JSON.
        MalformedJson = "malformed_json",
        /// The body or the query names a field that the contract does not have.
        UnknownField = "unknown_field",
        /// Fields are missing or wrong; see `errors`.
        Invalid = "invalid",
        BodyTooLarge = "body_too_large",
        UnsupportedMediaType = "unsupported_media_type",
        NotFound = "not_found",
        MethodNotAllowed = "method_not_allowed",
        /// A create came without its `Idempotency-Key`, or with one that is no UUID.
        IdempotencyKeyMissing = "idempotency_key_missing",
        /// The key was used before with another body.
        IdempotencyKeyReused = "idempotency_key_reused",
        /// The point is in no grid of this district.
        OutsideDistrict = "outside_district",
        PhotoEmpty = "photo_empty",
        PhotoNotAnImage = "photo_not_an_image",
        /// The data do not hold what the header promises.
        PhotoDamaged = "photo_damaged",
        /// More than [`crate::photos::MAX_BYTES`].
        PhotoTooHeavy = "photo_too_heavy",
        /// More than [`crate::photos::MAX_PIXELS`].
        PhotoTooManyPixels = "photo_too_many_pixels",
        VoiceEmpty = "voice_empty",
        /// The bytes are in none of [`crate::voices::VoiceFormat`].
        VoiceNotAudio = "voice_not_audio",
        /// More than [`crate::voices::MAX_BYTES`].
        VoiceTooHeavy = "voice_too_heavy",
        /// More than [`crate::voices::MAX_SECONDS`].
        VoiceTooLong = "voice_too_long",
        /// Number and code do not belong together, or the number does not exist: the same answer for both.
        WrongNumberOrCode = "wrong_number_or_code",
        /// Too many wrong tries; `retry_after` says for how long.
        TooManyTries = "too_many_tries",
        /// The case is closed or not public: it can't be joined.
        NotJoinable = "not_joinable",
        /// The event is not possible in the case's state, or not for this person.
        NotPossibleNow = "not_possible_now",
        /// Somebody else moved the case since it was read; `changed` says what happened. Nothing was done.
        ChangedMeanwhile = "changed_meanwhile",
        /// Somebody else changed what was edited since it was read. Nothing was done.
        EditedMeanwhile = "edited_meanwhile",
        /// The shift does not take this person, or not now: reading it again says why.
        SignUpRefused = "sign_up_refused",
        /// Only who registered as a volunteer may do this.
        NotRegistered = "not_registered",
        /// A desk keeps this device or account from reporting for a while; `retry_after` says how long.
        Blocked = "blocked",
        /// The route is for people who are signed in.
        NotSignedIn = "not_signed_in",
        /// The account has a role that may, but the session has not shown a second factor, or not lately.
        SecondFactorNeeded = "second_factor_needed",
        /// No role of the account may do this, or not for this unit.
        NotAllowed = "not_allowed",
        /// The code is not the one that was sent, or not the authenticator's.
        WrongCode = "wrong_code",
        /// There is no code to try: it was used, is too old, or was tried too often.
        CodeSpent = "code_spent",
        /// The account is new, or the words have changed: the person has to agree first. The code stays good.
        ConsentNeeded = "consent_needed",
        /// Another account has the number.
        PhoneTaken = "phone_taken",
        /// A page of another site sent the request.
        CrossSite = "cross_site",
        /// The server is stopping or its database can't be reached.
        Unavailable = "unavailable",
        /// A fault of the server; the request id finds it in the log.
        Internal = "internal",
    }
}

impl ProblemCode {
    /// The HTTP status that goes with it.
    pub const fn status(self) -> u16 {
        match self {
            Self::MalformedJson | Self::UnknownField | Self::IdempotencyKeyMissing => 400,
            Self::NotSignedIn => 401,
            Self::SecondFactorNeeded | Self::NotAllowed | Self::WrongCode | Self::CrossSite => 403,
            Self::CodeSpent => 410,
            Self::ConsentNeeded | Self::PhoneTaken => 409,
            Self::NotFound | Self::OutsideDistrict | Self::WrongNumberOrCode => 404,
            Self::MethodNotAllowed => 405,
            Self::NotJoinable | Self::NotPossibleNow | Self::ChangedMeanwhile | Self::EditedMeanwhile => 409,
            Self::SignUpRefused | Self::NotRegistered => 409,
            Self::Blocked => 403,
            Self::BodyTooLarge | Self::PhotoTooHeavy | Self::VoiceTooHeavy => 413,
            Self::UnsupportedMediaType => 415,
            Self::Invalid
            | Self::IdempotencyKeyReused
            | Self::PhotoEmpty
            | Self::PhotoNotAnImage
            | Self::PhotoDamaged
            | Self::PhotoTooManyPixels
            | Self::VoiceEmpty
            | Self::VoiceNotAudio
            | Self::VoiceTooLong => 422,
            Self::TooManyTries => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    /// A short English title for people who read the API; residents read the app's own words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::MalformedJson => "The body is not valid JSON",
            Self::UnknownField => "The request has a field that is not known",
            Self::Invalid => "Some fields are missing or wrong",
            Self::BodyTooLarge => "The body is too large",
            Self::UnsupportedMediaType => "The content type is not supported",
            Self::NotFound => "There is nothing here",
            Self::MethodNotAllowed => "This method is not allowed here",
            Self::IdempotencyKeyMissing => "A create needs an Idempotency-Key that is a UUID",
            Self::IdempotencyKeyReused => "The Idempotency-Key was used with another body",
            Self::OutsideDistrict => "The point is outside the district",
            Self::PhotoEmpty => "The photo is empty",
            Self::PhotoNotAnImage => "The file is not a JPEG, PNG or WebP image",
            Self::PhotoDamaged => "The photo is damaged",
            Self::PhotoTooHeavy => "The photo has more than 10 MB",
            Self::PhotoTooManyPixels => "The photo has more than 40 megapixels",
            Self::VoiceEmpty => "The voice note is empty",
            Self::VoiceNotAudio => "The file is not a WebM, MP4, Ogg or WAV recording",
            Self::VoiceTooHeavy => "The voice note has more than 2 MB",
            Self::VoiceTooLong => "The voice note is longer than 60 seconds",
            Self::WrongNumberOrCode => "Number or code is wrong",
            Self::TooManyTries => "Too many wrong tries",
            Self::NotJoinable => "This case can't be joined",
            Self::NotPossibleNow => "This is not possible in the case's present state",
            Self::ChangedMeanwhile => "The case has moved since it was read",
            Self::EditedMeanwhile => "It has been changed since it was read",
            Self::SignUpRefused => "The shift does not take this person now",
            Self::NotRegistered => "The account is not registered as a volunteer",
            Self::Blocked => "Reporting is blocked for a while",
            Self::NotSignedIn => "Nobody is signed in",
            Self::SecondFactorNeeded => "A second factor is needed",
            Self::NotAllowed => "This is not allowed for this account",
            Self::WrongCode => "The code is wrong",
            Self::CodeSpent => "The code is good no longer",
            Self::ConsentNeeded => "The person has to agree first",
            Self::PhoneTaken => "Another account has this number",
            Self::CrossSite => "Another site sent this",
            Self::Unavailable => "The service is not available",
            Self::Internal => "Something went wrong on the server",
        }
    }
}

/// The body of every failed request, `application/problem+json` (RFC 9457).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `urn:pingan:problem:` and the code.
    #[serde(rename = "type")]
    pub type_uri: String,
    pub title: String,
    pub status: u16,
    pub code: ProblemCode,
    /// What exactly, for people who read the API.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Seconds to wait before trying again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// With `changed_meanwhile`: the steps that the case took since it was read, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<Changed>,
    /// Finds this request in the server's log.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub request_id: String,
}

impl Problem {
    pub fn new(code: ProblemCode) -> Self {
        Self {
            type_uri: format!("urn:pingan:problem:{code}"),
            title: code.title().to_owned(),
            status: code.status(),
            code,
            detail: None,
            errors: Vec::new(),
            retry_after: None,
            changed: Vec::new(),
            request_id: String::new(),
        }
    }

    pub fn invalid(errors: Vec<FieldError>) -> Self {
        Self { errors, ..Self::new(ProblemCode::Invalid) }
    }

    /// What is wrong with one field, if anything is.
    pub fn issue(&self, field: &str) -> Option<Issue> {
        self.errors.iter().find(|error| error.field == field).map(|error| error.code)
    }
}

/// A step that somebody else took. Words of the contract as they are written, so that every page can read a problem
/// without knowing cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Changed {
    /// The case's version after it.
    pub version: u32,
    /// A [`crate::cases::Event`].
    pub event: String,
    /// A [`crate::cases::State`], after it.
    pub state: String,
    pub at: Timestamp,
    /// The unit that acted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<UnitId>,
}

slug_enum! {
    /// What is wrong with one field.
    pub enum Issue {
        Required = "required",
        TooLong = "too_long",
        TooMany = "too_many",
        /// The value is of the right type but makes no sense here.
        Invalid = "invalid",
        /// A word that is not in the list, such as an unknown category.
        UnknownValue = "unknown_value",
        /// A unit that the district does not have.
        UnknownUnit = "unknown_unit",
        OutsideDistrict = "outside_district",
        /// A photo that was never uploaded, or was swept since.
        UnknownPhoto = "unknown_photo",
        /// A photo that belongs to another case.
        PhotoTaken = "photo_taken",
        /// A voice note that was never uploaded, or was swept since.
        UnknownVoice = "unknown_voice",
        /// A voice note that belongs to another case.
        VoiceTaken = "voice_taken",
        InvalidPhone = "invalid_phone",
        /// The field does not belong to this kind of case.
        NotForThisKind = "not_for_this_kind",
        Repeated = "repeated",
        /// Ends before it begins, or at the same moment.
        EndsBeforeBegins = "ends_before_begins",
        /// Lies in the past.
        Past = "past",
        /// Further ahead, or longer, than plans go.
        TooFar = "too_far",
        /// Below the smallest number that makes sense here.
        TooFew = "too_few",
    }
}

/// One field and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// The field's path in the body, such as `place.grid` or `photos[2]`.
    pub field: String,
    pub code: Issue,
    /// The limit that was passed, in characters, items or people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl FieldError {
    pub fn new(field: impl Into<String>, code: Issue) -> Self {
        Self { field: field.into(), code, limit: None }
    }

    pub fn limited(field: impl Into<String>, code: Issue, limit: u32) -> Self {
        Self { field: field.into(), code, limit: Some(limit) }
    }
}
