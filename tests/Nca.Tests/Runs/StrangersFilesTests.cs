using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Nca.Engines.Fused;
using Nca.Runs;
using Nca.Targets;
using Nca.Training;

namespace Nca.Tests.Runs;

/// <summary>
/// Files that come from a stranger are data: what cannot be is refused in one line that names the file, and never believed.
/// </summary>
public sealed class StrangersFilesTests : TinyRuns
{
    [Theory]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""",
        "overlap"
    )]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", "gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", "gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "more than its tensors")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1,-3],"data_offsets":[0,12]}}""", "negative size")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[12,0]}}""", "does not lie inside")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[-12,0]}}""", "does not lie inside")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "does not lie inside")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,12]}}""", "does not fit its shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,12]}}""", "cannot be read")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0]}}""", "cannot be read")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"a":{"dtype":"F32","shape":[0],"data_offsets":[12,12]}}""",
        "twice"
    )]
    [InlineData("""{"a":{"dtype":"I32","shape":[3],"data_offsets":[0,12]}}""", "only F32")]
    [InlineData("""{"a":[]}""", "cannot be read")]
    [InlineData("""[1, 2]""", "cannot be read")]
    [InlineData("""{"__metadata__":[],"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "cannot be read")]
    public void Tensors_that_cannot_lie_as_they_say_are_refused(string header, string why)
    {
        var path = Path.Combine(Folder, "some.safetensors");
        File.WriteAllBytes(path, [.. Bytes(Encoding.UTF8.GetByteCount(header)), .. Encoding.UTF8.GetBytes(header), .. new byte[12]]);
        Refused(() => SafeTensors.Load(path), "some.safetensors", why);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1 << 30)]
    public void An_absurd_length_of_a_header_is_refused(long length)
    {
        var path = Path.Combine(Folder, "some.safetensors");
        File.WriteAllBytes(path, [.. Bytes(length), .. "{}"u8]);
        Refused(() => SafeTensors.Load(path), "some.safetensors", "claims a header");
        File.WriteAllBytes(path, [1, 2, 3]);
        Refused(() => SafeTensors.Load(path), "some.safetensors", "cut off");
    }

    [Fact]
    public void A_file_larger_than_any_run_has_is_not_read_into_memory()
    {
        var path = Path.Combine(Folder, "some.safetensors");
        using (var file = File.Create(path))
            file.SetLength(3L << 30); // sparse: it takes no room
        Refused(() => SafeTensors.Load(path), "some.safetensors", "has 3072 MB");
    }

    [Fact]
    public void Weights_of_another_shape_order_or_that_are_not_finite_are_refused()
    {
        var run = Trained();
        var path = Path.Combine(run.Folder, "weights.safetensors");
        var (tensors, metadata) = SafeTensors.Load(path);
        foreach (var (name, (shape, values)) in tensors.Where(tensor => tensor.Value.Shape.Length > 1))
        {
            Rewrite(name, [.. shape.Reverse()], values);
            Refused(() => StoredRun.Load(run.Folder), "weights.safetensors", $"{name} has shape [");
            Rewrite(name, [shape.Aggregate((product, length) => product * length)], values);
            Refused(() => StoredRun.Load(run.Folder), "weights.safetensors", $"{name} has shape [");
            foreach (var bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
            {
                Rewrite(name, shape, [.. values[..^1], bad]);
                Refused(() => StoredRun.Load(run.Folder), "weights.safetensors", $"{name} holds a number that is not finite");
            }
        }

        void Rewrite(string altered, int[] shape, float[] values) =>
            SafeTensors.Save(
                path,
                [
                    .. tensors.Select(tensor =>
                        tensor.Key == altered ? (altered, shape, values) : (tensor.Key, tensor.Value.Shape, tensor.Value.Values)
                    ),
                ],
                metadata
            );
    }

    [Theory]
    [InlineData("\"size\": 8", "\"size\": 13", "size 13; allowed: 1 to 12")]
    [InlineData("\"size\": 8", "\"size\": 0", "size 0; allowed: 1 to 12")]
    [InlineData("\"size\": 8", "\"size\": -2147483648", "size -2147483648; allowed")]
    [InlineData("\"size\": 8", "\"size\": 1e99", "config.json is missing or damaged")]
    [InlineData("\"grid\": 12", "\"grid\": 3", "grid of 3; allowed: 7 to 1024")]
    [InlineData("\"grid\": 12", "\"grid\": 65548", "grid of 65548; allowed: 7 to 1024")]
    [InlineData("\"grid\": 12", "\"grid\": 13", "rgba has shape [12, 12, 4], not [13, 13, 4]")]
    [InlineData("\"form\": 1", "\"form\": 2", "is from a later version of this project (form 2; this one reads 1)")]
    [InlineData("\"form\": 1", "\"form\": \"x\"", "config.json is missing or damaged")]
    [InlineData("\"Seed\": 42", "\"Seed\": 42, \"Mutation\": 0.5", "is from a later version of this project, or was altered")]
    [InlineData("\"Masking\": \"BeforeAndAfter\"", "\"Masking\": \"Never\"", "Masking = Never is not possible")]
    [InlineData("\"identity\"", "\"hash\"", "is from an earlier version of this project, or damaged: it has no entry identity")]
    [InlineData("\"arithmetic\"", "\"engine\"", "is from an earlier version of this project, or damaged: it has no entry arithmetic")]
    [InlineData("\"config\": {", "\"config\": 7, \"x\": {", "config.json is missing or damaged")]
    public void A_config_that_cannot_be_says_what_is_wrong(string sound, string bad, string why)
    {
        var run = Trained();
        var path = Path.Combine(run.Folder, "config.json");
        var text = File.ReadAllText(path);
        Assert.Contains(sound, text);
        File.WriteAllText(path, text.Replace(sound, bad, StringComparison.Ordinal));
        Refused(() => StoredRun.Load(run.Folder), run.Folder, why);
    }

    [Theory]
    [InlineData("config.json", "[]")]
    [InlineData("config.json", "null")]
    [InlineData("config.json", "")]
    [InlineData("provenance.json", "{}")]
    [InlineData("provenance.json", "null")]
    [InlineData("provenance.json", "[1]")]
    [InlineData(
        "provenance.json",
        """{"Finished":"2026-01-01T00:00:00+00:00","Seconds":-1,"Resumptions":0,"Engine":"","Library":"","Runtime":"","Machine":""}"""
    )]
    [InlineData(
        "provenance.json",
        """{"Finished":"2026-01-01T00:00:00+00:00","Seconds":1e300,"Resumptions":0,"Engine":"","Library":"","Runtime":"","Machine":""}"""
    )]
    [InlineData(
        "provenance.json",
        """{"Finished":"2026-01-01T00:00:00+00:00","Seconds":1,"Resumptions":0,"Engine":null,"Library":"","Runtime":"","Machine":""}"""
    )]
    [InlineData(
        "provenance.json",
        """{"Finished":"yesterday","Seconds":1,"Resumptions":0,"Engine":"","Library":"","Runtime":"","Machine":""}"""
    )]
    [InlineData("channels.csv", "iteration\n1e99,1")]
    public void Small_files_that_say_nothing_or_nonsense_are_named(string file, string text)
    {
        var run = Trained();
        File.WriteAllText(Path.Combine(run.Folder, file), text);
        Refused(() => StoredRun.Load(run.Folder), file, "take an unharmed copy or train again");
    }

    [Fact]
    public void Metrics_without_a_line_or_with_lines_that_do_not_follow_are_refused()
    {
        var run = Trained();
        var path = Path.Combine(run.Folder, "metrics.csv");
        var lines = File.ReadAllLines(path);
        Write(lines[..1], "has a header and no line");
        Write(lines[..^1], "ends at iteration 11, not 12");
        Write([lines[0], .. lines[2..]], "line 2, does not go on");
        Write([.. lines[..3], lines[2], .. lines[3..]], "line 4, does not go on");
        Write([.. lines[..3], Regex.Replace(lines[3], "^2,1,", "2,-1,")], "line 4, is damaged");
        Write([.. lines[..3], Regex.Replace(lines[3], "^2,1,[^,]*", "2,1,NaN")], "line 4, is damaged");
        Write([.. lines[..3], Regex.Replace(lines[3], "^2,", "1e300,")], "line 4, is damaged");

        void Write(string[] altered, string why)
        {
            File.WriteAllLines(path, altered);
            Refused(() => StoredRun.Load(run.Folder), "metrics.csv", why);
        }
    }

    [Fact]
    public void A_target_outside_of_the_colours_is_refused()
    {
        var run = Trained();
        var path = Path.Combine(run.Folder, "target.safetensors");
        foreach (var bad in new[] { float.NaN, -0.1f, 1.5f })
        {
            var rgba = run.Target.Rgba.ToArray();
            rgba[17] = bad;
            SafeTensors.Save(path, [("rgba", [12, 12, 4], rgba)], new Dictionary<string, string>());
            Refused(() => StoredRun.Load(run.Folder), "target.safetensors", float.IsNaN(bad) ? "not finite" : "outside 0 to 1");
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(13)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    [InlineData(4)]
    public void A_checkpoint_with_a_right_hash_and_an_impossible_iteration_is_refused(int iteration)
    {
        var path = WriteCheckpoint(5);
        AlterCheckpoint(path, content => BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(IterationAt), iteration));
        Refused(() => Checkpoint.Load(path, "me", new Trainer(Config, Canvas, Engine)), "checkpoint.bin", "--retrain");
    }

    [Fact]
    public void A_checkpoint_with_a_right_hash_and_impossible_content_is_refused()
    {
        foreach (
            var (alter, why) in new (Func<byte[], byte[]>, string)[]
            {
                (content => Put(content, SecondsAt, BitConverter.GetBytes(double.NaN)), "its times are impossible"),
                (content => Put(content, SecondsAt + 8, BitConverter.GetBytes(-1)), "its times are impossible"),
                (content => Put(content, IterationAt + 4, BitConverter.GetBytes(99L)), "99 steps of the optimiser in 5 iterations"),
                (content => Put(content, IterationAt + 12, BitConverter.GetBytes(float.NaN)), "a number is not finite"),
                (content => content[..^4], "its length does not fit its training"),
                (content => content[..^100], "cannot be used"),
                (content => [.. content, 0], "its length does not fit its training"),
                (content => Put(content, 15, "3"u8.ToArray()), "from another version of this project"),
            }
        )
        {
            var path = WriteCheckpoint(5);
            AlterCheckpoint(path, alter);
            Refused(() => Checkpoint.Load(path, "me", new Trainer(Config, Canvas, Engine)), "checkpoint.bin", why);
        }

        static byte[] Put(byte[] content, int at, byte[] bytes)
        {
            bytes.CopyTo(content, at);
            return content;
        }
    }

    // Mark, the owner "me" with its length in front, seconds, resumptions, operations, then the iteration.
    private const int SecondsAt = 16 + 3,
        IterationAt = SecondsAt + 8 + 4 + 8;

    private string WriteCheckpoint(int iterations)
    {
        var trainer = new Trainer(Config, Canvas, Engine);
        while (trainer.Iteration < iterations)
            trainer.Iterate();
        Checkpoint.Save(Folder, "me", trainer, new TrainingEffort(1, 0, 0));
        return Checkpoint.PathIn(Folder);
    }

    private static void AlterCheckpoint(string path, Action<byte[]> alter) => AlterCheckpoint(path, content =>
        {
            alter(content);
            return content;
        });

    private static void AlterCheckpoint(string path, Func<byte[], byte[]> alter)
    {
        var content = alter(File.ReadAllBytes(path)[..^32]);
        File.WriteAllBytes(path, [.. content, .. SHA256.HashData(content)]);
    }

    private StoredRun Trained() =>
        new RunStore(Folder).LoadOrTrain(Config, Canvas, Engine, cancellation: TestContext.Current.CancellationToken);

    private static byte[] Bytes(long number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return bytes;
    }

    private static void Refused(Action action, params string[] words)
    {
        var message = Assert.Throws<RunException>(action).Message;
        Assert.All(words, word => Assert.Contains(word, message));
        Assert.DoesNotContain('\n', message);
    }
}
