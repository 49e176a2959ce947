//! Deciding an attempt to get in, from the rows and the time alone: who is locked out, disabled, asleep, or lacks the
//! second factor. It writes nothing.

use super::lockout::Failures;
use super::session;
use super::store::{SecretRow, UserRow};
use super::totp::{self, Rejected, SECRET_BYTES};
use crate::term::Instant;
use crate::term::fault::{Fault, Refusal, RefusalKind};

/// How an attempt to get in ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Admitted, with the step of the one-time code if one was asked for.
    Admitted {
        step: Option<i64>,
    },
    Denied(Denied),
}

/// Why somebody was not let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Denied {
    Locked(Instant),
    Wrong,
    Disabled,
    Dormant,
    CodeMissing,
    CodeWrong,
}

impl Denied {
    /// How the fact calls it; none where no fact is written. Failures that count are bounded by the lock-out.
    pub(super) fn outcome(&self) -> Option<&'static str> {
        match self {
            Denied::Wrong => Some("wrong"),
            Denied::CodeWrong => Some("code_wrong"),
            Denied::Disabled | Denied::Dormant | Denied::Locked(_) | Denied::CodeMissing => None,
        }
    }

    pub(super) fn refusal(&self) -> Refusal {
        let forbid = |code, zh: &str, en: &str| Refusal::new(RefusalKind::Forbidden, code, zh, en);
        match self {
            Denied::Wrong => forbid("login.wrong", "用户名或密码不对", "user name or password is wrong")
                .mend(
                    "核对后重试；连续 5 次不对将锁定 30 分钟",
                    "Check and try again; five failures in a row lock the account for 30 minutes",
                ),
            Denied::Locked(until) => Refusal::new(
                RefusalKind::Forbidden,
                "login.locked",
                format!("账户已锁定，{} 后可再试", until.shanghai()),
                format!("the account is locked until {}", until.shanghai()),
            )
            .mend("等待，或请安全管理员重置", "Wait, or ask the security administrator for a reset"),
            Denied::Disabled => forbid("login.disabled", "账户已停用", "the account is disabled")
                .mend("请联系安全管理员", "Ask the security administrator"),
            Denied::Dormant => forbid(
                "login.dormant",
                "账户 90 天未用，已停用",
                "the account was unused for 90 days and is disabled",
            )
            .mend("请安全管理员重新启用", "Ask the security administrator to enable it"),
            Denied::CodeMissing => {
                forbid("login.code_missing", "请输入动态验证码", "enter the one-time code").at("code")
            }
            Denied::CodeWrong => forbid(
                "login.code_wrong",
                "动态验证码不对或已用过",
                "the one-time code is wrong or was used already",
            )
            .at("code")
            .mend("等下一个验证码再试；核对手机时间", "Wait for the next code; check the phone's clock"),
        }
    }
}

pub(super) fn failures(row: &SecretRow) -> Failures {
    Failures { count: row.failures, last: row.failed_at }
}

/// Decides a login. `fits`: the password is the one of this row; `totp`: the shared secret of its second factor.
pub(super) fn decide(
    user: &UserRow,
    secret: &SecretRow,
    fits: bool,
    totp: Option<[u8; SECRET_BYTES]>,
    code: Option<&str>,
    now: Instant,
) -> Result<Verdict, Fault> {
    if let Some(until) = failures(secret).locked_until(now) {
        return Ok(Verdict::Denied(Denied::Locked(until)));
    }
    // Whether the account is disabled is told only to who knows its password.
    if !fits {
        return Ok(Verdict::Denied(Denied::Wrong));
    }
    if !user.active {
        return Ok(Verdict::Denied(Denied::Disabled));
    }
    if session::dormant(secret.used_at.max(user.enabled_at), now) {
        return Ok(Verdict::Denied(Denied::Dormant));
    }
    match totp {
        None => Ok(Verdict::Admitted { step: None }),
        Some(totp) => second_factor(secret, totp, code, now),
    }
}

/// Decides the second factor of a user whose password is right.
pub(super) fn second_factor(
    secret: &SecretRow,
    totp: [u8; SECRET_BYTES],
    code: Option<&str>,
    now: Instant,
) -> Result<Verdict, Fault> {
    if let Some(until) = failures(secret).locked_until(now) {
        return Ok(Verdict::Denied(Denied::Locked(until)));
    }
    let Some(code) = code else { return Ok(Verdict::Denied(Denied::CodeMissing)) };
    Ok(match totp::check(totp, code, now, secret.totp_step)? {
        Ok(step) => Verdict::Admitted { step: Some(step) },
        Err(Rejected::Wrong | Rejected::Replayed) => Verdict::Denied(Denied::CodeWrong),
    })
}
