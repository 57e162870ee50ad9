//! What WeChat itself can do inside WeChat (JS-SDK 1.6): the card of a page that is shared, the phone's place, scanning.
//! The app waits for none of it and is whole without: elsewhere, where the server is not registered with WeChat, or where
//! WeChat refuses, there is simply no SDK.

use std::cell::RefCell;

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::{document, window};
use pingan_api::{
    geo::Position,
    wechat::{GetSignature, Signature, SignatureQuery},
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use crate::{
    client,
    i18n::t,
    ui::fetched_tag::{loaded, script},
};

/// Where the build puts the npm package's program; the version makes the path safe to cache for ever.
const SCRIPT: &str = "/vendor/weixin-1.6.5/weixin.js";
const FUNCTIONS: [&str; 4] = ["updateAppMessageShareData", "updateTimelineShareData", "getLocation", "scanQRCode"];
/// An answer of WeChat's that takes longer is none, in milliseconds.
const PATIENCE_MS: i32 = 8000;

#[wasm_bindgen]
extern "C" {
    /// The SDK's one object.
    #[derive(Clone)]
    type Wx;

    #[wasm_bindgen(method)]
    fn config(this: &Wx, options: &JsValue);
    #[wasm_bindgen(method)]
    fn ready(this: &Wx, done: &Function);
    #[wasm_bindgen(method)]
    fn error(this: &Wx, failed: &Function);
    #[wasm_bindgen(method, js_name = updateAppMessageShareData)]
    fn share_to_chats(this: &Wx, card: &JsValue);
    #[wasm_bindgen(method, js_name = updateTimelineShareData)]
    fn share_to_moments(this: &Wx, card: &JsValue);
    #[wasm_bindgen(method, js_name = getLocation)]
    fn get_location(this: &Wx, options: &JsValue);
    #[wasm_bindgen(method, js_name = scanQRCode)]
    fn scan_code(this: &Wx, options: &JsValue);
}

thread_local! {
    /// Under way or there; asked for once.
    static SDK: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

/// Whether the app is open in WeChat.
pub fn is_here() -> bool {
    window().navigator().user_agent().is_ok_and(|agent| agent.contains("MicroMessenger"))
}

/// Whether WeChat lets the app at its functions.
pub async fn is_open() -> bool {
    sdk().await.is_some()
}

async fn sdk() -> Option<Wx> {
    if !is_here() {
        return None;
    }
    let opening = SDK.with_borrow_mut(|sdk| sdk.get_or_insert_with(|| future_to_promise(open())).clone());
    JsFuture::from(opening).await.ok().map(JsValue::unchecked_into)
}

async fn open() -> Result<JsValue, JsValue> {
    let query = SignatureQuery { url: signed_address() };
    let signature = client::send(&GetSignature(query)).await.map_err(|_| JsValue::NULL)?;
    JsFuture::from(loaded(&document(), &script(&document(), SCRIPT)?)).await?;
    let wx: Wx = Reflect::get(&window(), &"wx".into())?.unchecked_into();
    let configured = Promise::new(&mut |done, failed| {
        wx.ready(&done);
        wx.error(&failed);
        wx.config(&options(&signature));
        give_up(&failed);
    });
    JsFuture::from(configured).await?;
    Ok(wx.into())
}

/// iOS holds a page to the address that it was entered by, Android to the present one; neither counts what follows `#`.
fn signed_address() -> String {
    let is_apple =
        window().navigator().user_agent().is_ok_and(|agent| agent.contains("iPhone") || agent.contains("iPad"));
    let entered = || {
        let entries = window().performance()?.get_entries_by_type("navigation");
        Reflect::get(&entries.get(0), &"name".into()).ok()?.as_string()
    };
    let address = is_apple.then(entered).flatten().or_else(|| window().location().href().ok()).unwrap_or_default();
    address.split('#').next().unwrap_or_default().to_owned()
}

fn options(Signature { app_id, timestamp, nonce, signature }: &Signature) -> JsValue {
    let functions: Array = FUNCTIONS.iter().map(|name| JsValue::from_str(name)).collect();
    object(&[
        ("appId", app_id.as_str().into()),
        ("timestamp", (*timestamp).into()),
        ("nonceStr", nonce.as_str().into()),
        ("signature", signature.as_str().into()),
        ("jsApiList", functions.into()),
    ])
}

/// What a shared page looks like in a chat. `path` is one that everybody may open.
pub async fn share(title: &str, path: &str) {
    let Some(wx) = sdk().await else { return };
    let origin = window().location().origin().unwrap_or_default();
    let card = object(&[
        ("title", title.into()),
        ("desc", t::wechat_share().into()),
        ("link", format!("{origin}{path}").into()),
        ("imgUrl", format!("{origin}/icon-512.png").into()),
    ]);
    wx.share_to_chats(&card);
    wx.share_to_moments(&card);
}

/// Where WeChat says that the phone is, WGS-84, and the radius in metres that holds the true place.
pub async fn locate() -> Option<(Position, u32)> {
    let wx = sdk().await?;
    let found = asked(|options| {
        set(options, "type", &"wgs84".into());
        wx.get_location(options);
    })
    .await?;
    let number = |name: &str| {
        let value = Reflect::get(&found, &name.into()).ok()?;
        // Some of WeChat's versions answer in text.
        value.as_f64().or_else(|| value.as_string()?.parse().ok())
    };
    let position = Position::new(number("latitude")?, number("longitude")?);
    position.is_valid().then(|| (position, number("accuracy").unwrap_or(100.0).ceil() as u32))
}

/// What stands in the code that the person holds before the camera; none if they turn back.
pub async fn scan() -> Option<String> {
    let wx = sdk().await?;
    let found = asked(|options| {
        set(options, "needResult", &1.into());
        set(options, "scanType", &Array::of1(&"qrCode".into()));
        wx.scan_code(options);
    })
    .await?;
    Reflect::get(&found, &"resultStr".into()).ok()?.as_string()
}

/// Calls a function of the SDK and waits for what it answers.
async fn asked(call: impl Fn(&JsValue)) -> Option<JsValue> {
    let answer = Promise::new(&mut |done, failed| {
        let options = object(&[("success", done.into()), ("fail", failed.clone().into()), ("cancel", failed.into())]);
        call(&options);
    });
    JsFuture::from(answer).await.ok()
}

fn give_up(failed: &Function) {
    let failed = failed.clone();
    let give_up = Closure::once_into_js(move || {
        let _ = failed.call0(&JsValue::NULL);
    });
    let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(give_up.unchecked_ref(), PATIENCE_MS);
}

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new().into();
    fields.iter().for_each(|(name, value)| set(&object, name, value));
    object
}

fn set(object: &JsValue, name: &str, value: &JsValue) {
    // A plain object takes every field.
    let _ = Reflect::set(object, &name.into(), value);
}
