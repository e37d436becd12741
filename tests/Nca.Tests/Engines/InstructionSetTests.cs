using System.Diagnostics;
using System.Xml.Linq;
using Nca.Engines.Fused;

namespace Nca.Tests.Engines;

/// <summary>
/// The engine on machines without some instructions: the tests of widths and references once more, in processes to which the runtime hides
/// them.
/// </summary>
[Trait("lane", "slow")]
public sealed class InstructionSetTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512", nameof(VectorWidth.Bits256))]
    [InlineData("DOTNET_EnableAVX2", nameof(VectorWidth.Bits128))]
    [InlineData("DOTNET_EnableHWIntrinsic", null)]
    public async Task Older_machines_give_the_same_results(string hidden, string? width)
    {
        Assert.SkipUnless(System.Runtime.Intrinsics.X86.Avx2.IsSupported, "These switches are of x64 machines with AVX2.");
        string[] classes = [nameof(VectorWidthTests), nameof(FusedEngineTests), nameof(MatrixProductTests)];
        var report = Path.Combine(Directory.CreateTempSubdirectory("nca-").FullName, "report.xml");
        var start = new ProcessStartInfo(
            "dotnet",
            [
                typeof(InstructionSetTests).Assembly.Location,
                "--filter-class",
                .. classes.Select(name => $"*.{name}"),
                "--report-xunit-xml",
                "--report-xunit-xml-filename",
                Path.GetFileName(report),
                "--results-directory",
                Path.GetDirectoryName(report)!,
            ]
        )
        {
            RedirectStandardOutput = true,
        };
        start.Environment[hidden] = "0";
        if (width is not null)
            start.Environment[VectorWidthTests.ExpectedWidth] = width;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);

        // One process for all of them, and none of them without a test.
        var ran = XDocument.Load(report).Descendants("test").Select(test => ((string)test.Attribute("type")!).Split('.')[^1]);
        Assert.Equal(classes.Order(), ran.Distinct().Order());
        Directory.Delete(Path.GetDirectoryName(report)!, recursive: true);
    }
}
