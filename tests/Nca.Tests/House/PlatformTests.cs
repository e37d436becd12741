using System.Text.RegularExpressions;

namespace Nca.Tests.House;

/// <summary>docs/platforms.md names every file that asks which system or processor it runs on.</summary>
public sealed partial class PlatformTests
{
    [Fact]
    public void Everything_that_differs_between_systems_is_listed()
    {
        var asking = Directory
            .EnumerateFiles(ProjectFolder.Of("lib"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(ProjectFolder.Path, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Where(file => Path.GetExtension(file) is ".cs" or ".csproj" or ".props" or ".targets")
            .Where(file => Question().IsMatch(File.ReadAllText(ProjectFolder.Of(file))))
            .ToArray();
        var listed = Listed()
            .Matches(File.ReadAllText(ProjectFolder.Of("docs", "platforms.md")))
            .Select(file => file.Groups[1].Value)
            .ToArray();
        Assert.NotEmpty(asking);
        Assert.Empty(asking.Except(listed));
        Assert.All(listed, file => Assert.True(File.Exists(ProjectFolder.Of(file)), file));
    }

    [GeneratedRegex(
        @"OperatingSystem\.Is|RuntimeInformation\b|IsOSPlatform|PosixSignal\.|\[(?:DllImport|LibraryImport)\(|UnixFileMode"
            + @"|\b(?:Vector(?:128|256|512)|Fma|AdvSimd)\.Is(?:HardwareAccelerated|Supported)"
    )]
    private static partial Regex Question();

    [GeneratedRegex("`(lib/[^`]+)`")]
    private static partial Regex Listed();
}
