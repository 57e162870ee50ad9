//! Accounts: who somebody is, what they may do and where. Nobody needs one to report.

pub mod drafts;
pub mod own;
pub mod phone;
pub mod requests;
pub mod role;
pub mod second_factor;
pub mod sign_in;
pub mod view;

pub use own::{
    ChangePhone, DeleteAccount, EXPORT_PATH, EndSession, ListOwnCases, ListSessions, OwnCase, Profile, SaveProfile,
    Session, TakeCases, UnlinkWechat,
};
pub use phone::Phone;
pub use requests::{EndGrant, GetMe, GiveRole, GrantQuery, GrantedRole, ListGrants, NewGrant};
pub use role::{Permission, Role};
pub use second_factor::{
    BeginEnrolment, ConfirmEnrolment, Enrolment, PassSecondFactor, RecoveryCodes, SecondFactorCode,
};
pub use sign_in::{
    CodeSent, GetSignInWays, NewCode, PhoneAndCode, Purpose, SendCode, SignIn, SignInWays, SignOut, WechatEnd,
};
pub use view::{Browser, Grant, Me, SecondFactor, System};
