//! [`preview`]: the first request of a call, without sending it.

use super::checks::write_refusal;
use super::input::Call;
use crate::contact_card::Fields;
use crate::wire::Wire;

/// Writes the first request of a call, with the key redacted, as a member `value`; or the error of
/// a call that sends nothing.
pub fn preview(wire: &mut Wire<'_, '_>, call: &Call) {
    if !write_refusal(wire, call) {
        let method = call.operation.first_method();
        let request = call.request(wire, method, Fields::ALL);
        wire.open(b"value", b'{');
        request.write_url(wire);
        request.write(wire, true);
        wire.byte(b'}');
    }
}
