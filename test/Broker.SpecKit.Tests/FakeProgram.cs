namespace Broker.SpecKit.Tests;

/// <summary>Writes programs of the shell into a directory of the spec.</summary>
internal static class FakeProgram
{
    private const UnixFileMode Executable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Returns the path of the program.</summary>
    public static string Program(this TemporaryDirectory directory, string name, string script)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("It needs a shell.");

        var file = directory.Write(name, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(file, Executable);
        return file;
    }
}
