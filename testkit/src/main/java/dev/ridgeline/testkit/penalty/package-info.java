/** The rules of penalties as plain checks; a penalty's capabilities choose among them. */
package dev.ridgeline.testkit.penalty;
