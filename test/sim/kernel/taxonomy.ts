/**
 * The taxonomy as the law has it, written down a second time: each type of section 3, and the
 * keys that its payload may have.
 *
 * @spec kernel 3
 */

const table = `
inject.requested body mode cli lossyPolicy critical
inject.queued depth remainingMs
inject.deferred reason contractId reasons remainingMs
inject.resumed trigger waitedMs depth
inject.applied key dataLen
inject.submit.requested key attempt
inject.submit.sent key attempt
inject.verified key attempts evidence
inject.failed key reason attempts
inject.timeout key stage attempt
inject.retry key stage attempt
inject.dropped reason contractId reasons
inject.transform.applied mode fromLen toLen
inject.transform.lossy lost policy mode
inject.mode.selected mode paneId
verify.pass evidence
verify.false_positive suspectedCompaction confidenceAtVerify
queue.depth.changed paneId depth
focus.changed from to
focus.locked owner reason
focus.released owner reason
focus.arbitration.requested owner reason
focus.arbitration.resolved winner loser
focus.arbitration.conflict holder claimant
focus.steal.blocked owner holder
typing.activity keys
typing.idle idleMs
resize.requested cols rows reason
resize.started cols rows reason
resize.completed cols rows reason
resize.coalesced cols rows count
resize.storm.detected count windowMs
fit.skipped reason reasons
pty.resize.requested cols rows reason
pty.resize.ack cols rows reason
overlay.opened overlay
overlay.closed overlay
cli.compaction.suspected confidence detectorVersion signals
cli.compaction.started confidence detectorVersion transitionReason
cli.compaction.ended durationMs endReason
pane.state.changed from to
pane.visibility.changed visible
ui.longtask.detected durationMs
daemon.write.requested paneId dataLen mode requestedBy key
daemon.write.ack paneId status reason dataLen key
pty.data.received paneId byteLen meaningful chunkType
bridge.connected epoch
bridge.disconnected reason
event.dropped stage reason droppedCount oldestSeq newestSeq
pty.up pid
pty.down reason
contract.checked eventType decisions
contract.violation contractId eventType severity action detail counted saw
contract.shadow.violation contractId eventType severity action detail counted saw
contract.override contractId eventType reason detail saw
contract.promoted contractId version sessions signOffs
safemode.entered triggerReason violations
safemode.exited reason durationMs
bus.error stage eventType reason
telemetry.enabled withheld
telemetry.disabled reason
`;

const keys = new Map(
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [type = '', ...names] = line.split(' ');
      return [type, names] as const;
    }),
);

/** Null for a type that the law does not know. */
export function keysOfType(type: string): readonly string[] | null {
  return keys.get(type) ?? null;
}
