// Reads calendars with a library of npm: `node read.mjs ical.js < calendars.json`.
// In: a list of calendars as text. Out: for each the list of its events, or {error}.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import nodeIcal from "node-ical";

const seconds = (date) => Math.round(date.getTime() / 1000);
const bare = (address) => String(address ?? "").replace(/^mailto:/i, "");

function withIcalJs(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const method = calendar.getFirstPropertyValue("method");
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    const attendee = component.getFirstProperty("attendee");
    return {
      method,
      uid: event.uid,
      sequence: event.sequence,
      stamp: event.component.getFirstPropertyValue("dtstamp").toUnixTime(),
      starts: event.startDate.toUnixTime(),
      ends: event.endDate.toUnixTime(),
      status: component.getFirstPropertyValue("status"),
      summary: event.summary,
      location: event.location ?? "",
      description: event.description ?? "",
      attendee: bare(attendee?.getFirstValue()),
      name: attendee?.getFirstParameter("cn") ?? "",
      organizer: bare(component.getFirstPropertyValue("organizer")),
    };
  });
}

function withNodeIcal(text) {
  const parsed = nodeIcal.sync.parseICS(text);
  return Object.values(parsed)
    .filter((part) => part.type === "VEVENT")
    .map((event) => {
      const value = (field) => field?.val ?? field ?? "";
      return {
        method: event.method ?? parsed.vcalendar?.method,
        uid: value(event.uid),
        sequence: Number(event.sequence ?? 0),
        stamp: seconds(event.dtstamp),
        starts: seconds(event.start),
        ends: seconds(event.end),
        status: event.status,
        summary: value(event.summary),
        location: value(event.location),
        description: value(event.description),
        attendee: bare(value(event.attendee)),
        name: event.attendee?.params?.CN ?? "",
        organizer: bare(value(event.organizer)),
      };
    });
}

const read = { "ical.js": withIcalJs, "node-ical": withNodeIcal }[process.argv[2]];
const answers = JSON.parse(readFileSync(0, "utf8")).map((text) => {
  try {
    return read(text);
  } catch (error) {
    return { error: String(error) };
  }
});
process.stdout.write(JSON.stringify(answers));
