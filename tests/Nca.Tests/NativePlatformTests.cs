namespace Nca.Tests;

/// <summary>Names and places of native libraries on every system, also those that these tests do not run on.</summary>
public sealed class NativePlatformTests
{
    [Theory]
    [InlineData("linux", "x64", "libtorch_cpu.so", "libtorch-cpu-linux-x64")]
    [InlineData("win", "x64", "torch_cpu.dll", "libtorch-cpu-win-x64")]
    [InlineData("osx", "arm64", "libtorch_cpu.dylib", "libtorch-cpu-osx-arm64")]
    [InlineData("linux", "arm64", "libtorch_cpu.so", null)]
    [InlineData("win", "arm64", "torch_cpu.dll", null)]
    [InlineData("osx", "x64", "libtorch_cpu.dylib", null)]
    public void Each_system_has_its_file_names_and_its_package(string system, string architecture, string file, string? package)
    {
        var platform = new NativePlatform(system, architecture);
        Assert.Equal(file, platform.FileName("torch_cpu"));
        Assert.Equal(package, platform.Package);
        var places = platform.Places("home", "packages", "2.10.0").ToArray();
        Assert.Equal([Path.Combine("home", "runtimes", platform.Name, "native"), "home"], places[..2]);
        Assert.Equal(
            package is null ? [] : [Path.Combine("packages", package, "2.10.0", "runtimes", platform.Name, "native")],
            places[2..]
        );
    }

    [Theory]
    [InlineData("linux", "x64", "torch_cpu", "/p", "'dotnet package download libtorch-cpu-linux-x64@2.10.0 --output /p'")]
    [InlineData("linux", "x64", "torch_cpu", null, "NUGET_PACKAGES")]
    [InlineData("win", "x64", "LibTorchSharp", "/p", "LibTorchSharp.dll is not beside ")]
    [InlineData("osx", "x64", "torch_cpu", "/p", "no package for osx-x64; all that does without it works here")]
    public void What_is_missing_is_one_line_with_the_mend(
        string system,
        string architecture,
        string library,
        string? packages,
        string words
    )
    {
        var platform = new NativePlatform(system, architecture);
        var line = NativeLibraries.HowToGet(platform, platform.FileName(library), packages, "2.10.0");
        Assert.Contains(words, line);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void A_folder_of_packages_holds_libtorch_for_the_systems_that_have_it()
    {
        Assert.SkipWhen(NativePlatform.Current.Package is null, "libtorch has no package for this system.");
        Assert.Null(NativeLibraries.WhatIsMissing);
    }
}
