"""The desktop's notification service (org.freedesktop.Notifications 1.2) on a private bus, for the tests.

Says what browsers ask of it as JSON lines on standard output:
  {"event": "ready"}
  {"event": "shown", "id", "replaces", "summary", "body", "actions": {key: label}, "urgency"}
  {"event": "closed", "id", "reason"}
and does what a person does, as JSON lines on standard input:
  {"id": 7, "action": "default"}     clicks the notification or one of its buttons
  {"id": 7, "dismiss": true}         swipes it away
"""

import json
import sys

from gi.repository import Gio, GLib

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
CLOSED_BY_PERSON, CLOSED_BY_CALL = 2, 3

INTERFACE = Gio.DBusNodeInfo.new_for_xml(
    """
<node><interface name="org.freedesktop.Notifications">
  <method name="GetCapabilities"><arg type="as" direction="out"/></method>
  <method name="GetServerInformation">
    <arg type="s" direction="out"/><arg type="s" direction="out"/>
    <arg type="s" direction="out"/><arg type="s" direction="out"/>
  </method>
  <method name="Notify">
    <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
    <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/>
  </method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
  <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
  <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
</interface></node>
"""
).interfaces[0]


def say(**happening):
    print(json.dumps(happening), flush=True)


class Service:
    def __init__(self, bus):
        self.bus = bus
        self.last_id = 0
        self.open = set()

    def on_call(self, bus, sender, path, interface, method, parameters, invocation):
        answer = getattr(self, method)(*parameters.unpack())
        invocation.return_value(answer)

    def GetCapabilities(self):
        return GLib.Variant("(as)", (["actions", "body", "persistence"],))

    def GetServerInformation(self):
        return GLib.Variant("(ssss)", ("praktik-tests", "praktik", "1", "1.2"))

    def Notify(self, app, replaces, icon, summary, body, actions, hints, expires):
        self.last_id += 1
        notification = replaces if replaces in self.open else self.last_id
        self.open.add(notification)
        labels = dict(zip(actions[::2], actions[1::2]))
        say(
            event="shown",
            id=notification,
            replaces=replaces,
            summary=summary,
            body=body,
            actions=labels,
            urgency=hints.get("urgency", 1),
        )
        return GLib.Variant("(u)", (notification,))

    def CloseNotification(self, notification):
        self.close(notification, CLOSED_BY_CALL)

    def close(self, notification, reason):
        if notification not in self.open:
            return
        self.open.discard(notification)
        self.signal("NotificationClosed", GLib.Variant("(uu)", (notification, reason)))
        say(event="closed", id=notification, reason=reason)

    def signal(self, name, values):
        self.bus.emit_signal(None, PATH, NAME, name, values)

    def on_line(self, line):
        wish = json.loads(line)
        if wish.get("dismiss"):
            self.close(wish["id"], CLOSED_BY_PERSON)
            return
        self.signal("ActionInvoked", GLib.Variant("(us)", (wish["id"], wish["action"])))
        # As desktops do: a click takes the notification away.
        self.close(wish["id"], CLOSED_BY_PERSON)


def main():
    loop = GLib.MainLoop()

    def on_bus(bus, _name):
        service = Service(bus)
        bus.register_object(PATH, INTERFACE, service.on_call, None, None)

        def on_input(channel, _condition):
            line = channel.readline()
            if not line:
                loop.quit()
                return False
            service.on_line(line)
            return True

        GLib.io_add_watch(sys.stdin, GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, on_input)

    def on_name(_bus, _name):
        say(event="ready")

    def on_lost(_bus, _name):
        loop.quit()

    Gio.bus_own_name(Gio.BusType.SESSION, NAME, Gio.BusNameOwnerFlags.NONE, on_bus, on_name, on_lost)
    loop.run()


main()
